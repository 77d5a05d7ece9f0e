import {registry} from "@web/core/registry";

const ROW = ".o_field_widget[name=material_ids] .o_data_row";

// The smallest PNG there is: files are looked into when they are uploaded.
const SCAN = Uint8Array.from(
    atob(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA" +
            "AABJRU5ErkJggg=="
    ),
    (letter) => letter.charCodeAt(0)
);

/** Chooses a file as the dialog of the browser would. */
function choose(input, name) {
    const transfer = new DataTransfer();
    transfer.items.add(new File([SCAN], name, {type: "image/png"}));
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", {bubbles: true}));
}

function uploadTo(row) {
    return [
        {
            content: `upload a file for paper ${row}`,
            trigger: `${ROW}:nth-child(${row}) .o_bianmin_case_files button:has(.fa-upload)`,
            run: () =>
                choose(
                    document.querySelector(`${ROW}:nth-child(${row}) input[type=file]`),
                    `paper${row}.png`
                ),
        },
        {
            content: "the file stands on the line",
            trigger: `${ROW}:nth-child(${row}) .o_bianmin_case_files a:contains(paper${row}.png)`,
        },
        {
            content: "the paper counts as taken in",
            trigger: `${ROW}:nth-child(${row}) td[name=state] .text-bg-success`,
        },
    ];
}

function pick(field, typed, shown) {
    return [
        {
            content: `type into ${field}`,
            trigger: `.o_field_widget[name=${field}] input`,
            run: `edit ${typed}`,
        },
        {
            content: `choose in ${field}`,
            trigger: `.o-autocomplete--dropdown-item:contains(${shown})`,
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("bianmin_case_filing", {
    steps: () => [
        {
            content: "a new application",
            trigger: ".o-kanban-button-new",
            run: "click",
        },
        ...pick("resident_id", "lzs", "李志顺"),
        ...pick("item_id", "两女", "两女补贴"),
        {content: "the list of papers appears", trigger: `${ROW}:nth-child(4)`},
        ...uploadTo(1),
        ...uploadTo(2),
        {
            content: "hand in",
            trigger: "button[name=action_submit]",
            run: "click",
        },
        {
            content: "the case is received",
            trigger: ".o_arrow_button_current[data-value=received]",
        },
    ],
});

registry.category("web_tour.tours").add("bianmin_case_granting", {
    steps: () => [
        {content: "grant", trigger: "button[name=action_grant]", run: "click"},
        {
            content: "write the opinion",
            trigger: ".modal .o_field_widget[name=opinion] textarea",
            run: "edit 符合条件，同意",
        },
        {
            content: "confirm",
            trigger: ".modal button[name=action_confirm].btn-primary",
            run: "click",
        },
        {
            content: "the case is closed",
            trigger: ".o_arrow_button_current[data-value=closed]",
        },
        {content: "open the steps", trigger: "a[name=steps]", run: "click"},
        {
            content: "five steps stand on the line",
            trigger: ".o_bianmin_timeline .o_kanban_record:nth-child(5)",
        },
    ],
});
