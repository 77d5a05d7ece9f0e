import {press} from "@bianmin_base/../tests/tours/journey_steps.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function card(name) {
    return `.o_bianmin_session_person[data-name=${name}]`;
}

/** What the camera of the phone gives: a picture like no other. */
async function takePicture(colour) {
    const canvas = new OffscreenCanvas(2000, 1000);
    const context = canvas.getContext("2d");
    context.fillStyle = colour;
    context.fillRect(0, 0, 2000, 1000);
    return canvas.convertToBlob({type: "image/png"});
}

function photograph(name, colour) {
    return [
        {
            content: `photograph ${name}`,
            trigger: `${card(name)} .o_bianmin_session_photo:enabled`,
            run: "click",
        },
        {
            content: "the camera gives its picture",
            trigger: ".o_bianmin_session_camera:not(:visible)",
            async run() {
                const transfer = new DataTransfer();
                const picture = await takePicture(colour);
                transfer.items.add(new File([picture], "photo.png"));
                this.anchor.files = transfer.files;
                this.anchor.dispatchEvent(new Event("change", {bubbles: true}));
            },
        },
        {
            content: `${name} is done`,
            trigger: `${card(name)} .o_bianmin_session_done`,
        },
    ];
}

tours.add("bianmin_j5_agent_photographs", {
    steps: () => [
        {
            content: "where we are",
            trigger: ".o_bianmin_session_place",
            run: "edit 李营村便民服务站前",
        },
        ...photograph("旅程逾期老人", "#c03020"),
        ...photograph("旅程到期老人", "#2030c0"),
        {
            content: "the third is not here",
            trigger: `${card("旅程去世老人")} .btn-outline-secondary`,
            run: "click",
        },
        {
            content: "his daughter says that he has died",
            trigger: ".modal .o_field_widget[name=result] input[data-value=died]",
            run: "click",
        },
        {
            content: "today",
            trigger:
                ".modal .o_field_widget[name=death_date] input, .modal .o_field_widget[name=death_date] button",
            run: "click",
        },
        {
            content: "choose today",
            trigger: ".o_datetime_picker .o_today",
            run: "click",
        },
        {
            content: "save",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {content: "closed", trigger: "body:not(:has(.modal))"},
    ],
});

tours.add("bianmin_j5_officer_confirms", {
    steps: () => [
        {
            content: "open the report",
            trigger: ".o_data_row:contains(旅程去世老人) .o_data_cell:first",
            run: "click",
        },
        press("action_ask_confirm", ".o_form_view"),
        {
            content: "what was found",
            trigger: ".modal .o_field_widget[name=note] input",
            run: "edit 死亡医学证明，已核对",
        },
        press("action_confirm", ".modal"),
        {
            content: "settled",
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=settled_note]:contains(死亡医学证明)",
        },
    ],
});
