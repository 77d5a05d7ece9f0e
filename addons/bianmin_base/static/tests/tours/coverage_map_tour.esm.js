import {registry} from "@web/core/registry";

const press = {
    trigger: ".o_coverage_point:not(.o_coverage_no_station):not(.o_coverage_office)",
    // A shape of SVG has no click method of its own.
    run: ({anchor}) => anchor.dispatchEvent(new MouseEvent("click", {bubbles: true})),
};

registry.category("web_tour.tours").add("bianmin_coverage_map", {
    steps: () => [
        {
            content: "the village without a station is red",
            trigger: ".o_coverage_point.o_coverage_no_station",
        },
        {
            content: "names stand beside the points",
            trigger: ".o_coverage_name:contains(石桥村)",
        },
        {content: "a scale tells how far", trigger: ".leaflet-control-scale-line"},
        {
            content: "no tile is asked for",
            trigger: ".o_coverage_map:not(:has(.leaflet-tile))",
        },
        {
            content: "hide what lacks a station",
            trigger: ".o_coverage_status[data-status=no_station]:contains(无服务站)",
            run: "click",
        },
        {
            content: "it is hidden",
            trigger: ".o_coverage_map:not(:has(.o_coverage_no_station))",
        },
        {content: "press the village with a station", ...press},
        {
            content: "its station is open",
            trigger:
                ".o_form_view .o_field_widget[name=name] input:value(柳湾村服务点)",
        },
    ],
});
