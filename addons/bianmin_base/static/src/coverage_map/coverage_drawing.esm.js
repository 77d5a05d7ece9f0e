/* global L */
import {escape} from "@web/core/utils/strings";

// Names of more points than this would cover each other: they show under the pointer.
const NAMES_SHOWN = 80;

/**
 * The points on a plain background, so that it works without the internet; pictures of
 * a map lie below only when the administrator named a server.
 */
export class CoverageDrawing {
    /**
     * @param {HTMLElement} element where to draw
     * @param {Object} data what `get_map` told
     * @param {Function} onOpen called with the point that was pressed
     */
    constructor(element, data, onOpen) {
        this.markers = {};
        this.onOpen = onOpen;
        this.map = L.map(element, {
            attributionControl: Boolean(data.tile_url),
            zoomSnap: 0.25,
        });
        // Above the names, which would hide the neighbours of a point.
        this.map.createPane("points").style.zIndex = 660;
        if (data.tile_url) {
            const attribution = escape(data.attribution);
            L.tileLayer(data.tile_url, {attribution}).addTo(this.map);
        }
        L.control.scale({imperial: false}).addTo(this.map);
        this.drawOutline(data.outline);
        const colours = Object.fromEntries(
            data.statuses.map((one) => [one.key, one.colour])
        );
        for (const point of data.points) {
            this.drawPoint(point, colours[point.status], data.points.length);
        }
        const places = data.points.map((point) => [point.latitude, point.longitude]);
        this.map.fitBounds(places, {padding: [60, 40], maxZoom: 14});
    }

    drawOutline(outline) {
        L.polygon(outline, {
            color: "#6c757d",
            weight: 1,
            dashArray: "4 4",
            fillOpacity: 0.06,
            interactive: false,
        }).addTo(this.map);
    }

    drawPoint(point, colour, total) {
        const marker = L.circleMarker([point.latitude, point.longitude], {
            radius: point.status === "office" ? 11 : 8,
            color: "#ffffff",
            weight: 2,
            fillColor: colour,
            fillOpacity: 1,
            pane: "points",
            className: `o_coverage_point o_coverage_${point.status}`,
        });
        marker.bindTooltip(escape(point.name), {
            permanent: total <= NAMES_SHOWN,
            direction: "right",
            offset: [8, 0],
            className: "o_coverage_name",
        });
        marker.on("click", () => this.onOpen(point));
        marker.addTo(this.map);
        (this.markers[point.status] ||= []).push(marker);
    }

    /**
     * Show or hide the points of one status.
     *
     * @param {String} status
     * @param {Boolean} hidden
     */
    toggle(status, hidden) {
        for (const marker of this.markers[status] || []) {
            if (hidden) {
                marker.remove();
            } else {
                marker.addTo(this.map);
            }
        }
    }

    remove() {
        this.map.remove();
    }
}
