import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const DIGITS = 6;
const PATIENCE = 15000;

/**
 * Notes where the phone is, when its owner presses the button and allows it. Without
 * it the visit is written down all the same: a name of the place is enough.
 */
export class PositionWidget extends Component {
    static template = "bianmin_agent.PositionWidget";
    static props = {...standardWidgetProps};

    setup() {
        this.state = useState({busy: false, error: ""});
    }

    get position() {
        const {latitude, longitude} = this.props.record.data;
        return latitude || longitude
            ? `${latitude.toFixed(DIGITS)}, ${longitude.toFixed(DIGITS)}`
            : "";
    }

    onLocate() {
        this.state.error = "";
        const geolocation = browser.navigator.geolocation;
        if (!geolocation) {
            this.onFailed();
            return;
        }
        this.state.busy = true;
        geolocation.getCurrentPosition(
            (found) => this.onFound(found.coords),
            () => this.onFailed(),
            {enableHighAccuracy: true, timeout: PATIENCE}
        );
    }

    onFound({latitude, longitude}) {
        this.state.busy = false;
        this.props.record.update({
            latitude: Number(latitude.toFixed(DIGITS)),
            longitude: Number(longitude.toFixed(DIGITS)),
        });
    }

    onFailed() {
        this.state.busy = false;
        this.state.error = _t("The phone does not say where it is: go on without.");
    }
}

registry.category("view_widgets").add("bianmin_position", {component: PositionWidget});
