import {registry} from "@web/core/registry";
import {waitUntil} from "@odoo/hoot-dom";

const ROW = ".o_field_widget[name=material_ids] .o_data_row:first-child";

/** Whether a page is drawn and higher than wide, as the camera never shows it. */
function isUpright(canvas) {
    const {width, height} = canvas;
    const [, , , alpha] = canvas
        .getContext("2d")
        .getImageData(width / 2, height / 2, 1, 1).data;
    return height > width && alpha;
}

function open() {
    return {
        content: "open the window on the line of the paper",
        trigger: `${ROW} .o_bianmin_scan`,
        run: "click",
    };
}

function take(number) {
    return [
        {
            content: `take page ${number}`,
            trigger: ".o_camera_take:enabled",
            run: "click",
        },
        {
            content: `page ${number} stands below`,
            trigger: `.o_capture_thumb:nth-child(${number}) canvas`,
        },
    ];
}

function save(count) {
    return [
        {
            content: "save the pages",
            trigger: `.o_capture_save:contains(${count})`,
            run: "click",
        },
        {
            content: "the window is closed and the file stands on the line",
            trigger: `body:not(:has(.o_capture_dialog)) ${ROW} .o_bianmin_case_files a:contains(.pdf)`,
        },
    ];
}

registry.category("web_tour.tours").add("bianmin_case_capture", {
    steps: () => [
        open(),
        ...take(1),
        ...take(2),
        {
            content: "look at the second page",
            trigger: ".o_capture_thumb:nth-child(2)",
            run: "click",
        },
        {
            content: "turn it",
            trigger: ".o_capture_turn",
            run: "click",
        },
        {
            content: "it stands upright and shows what the camera saw",
            trigger: ".o_page_cut canvas",
            run: ({anchor}) => waitUntil(() => isUpright(anchor)),
        },
        {
            content: "cut off its left edge with the keyboard",
            trigger: ".o_page_cut_left",
            run: "press ArrowRight",
        },
        ...save(2),
    ],
});

registry.category("web_tour.tours").add("bianmin_case_capture_more", {
    steps: () => [
        open(),
        {
            content: "two pages are there",
            trigger: ".o_capture_append:contains(2)",
        },
        ...take(1),
        ...save(1),
    ],
});
