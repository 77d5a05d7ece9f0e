import {registry} from "@web/core/registry";

const MODAL = ".modal .o_bianmin_agent_form";
const ID_CARD = ".o_bianmin_papers .o_kanban_record:contains(身份证复印件)";
const HOUSEHOLD_BOOK = ".o_bianmin_papers .o_kanban_record:contains(户口簿复印件)";

// A file as the camera gives it, put into the input that the button hides.
function takePhoto(input) {
    const files = new DataTransfer();
    const dot =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    const bytes = Uint8Array.from(atob(dot), (char) => char.charCodeAt(0));
    files.items.add(new File([bytes], "photo.png", {type: "image/png"}));
    input.files = files.files;
    input.dispatchEvent(new Event("change", {bubbles: true}));
}

function drawLine(canvas) {
    const box = canvas.getBoundingClientRect();
    const send = (type, share) =>
        canvas.dispatchEvent(
            new PointerEvent(type, {
                bubbles: true,
                cancelable: true,
                isPrimary: true,
                pointerId: 1,
                pointerType: "touch",
                buttons: type === "pointerup" ? 0 : 1,
                clientX: box.left + box.width * share,
                clientY: box.top + box.height * (0.3 + 0.4 * share),
            })
        );
    send("pointerdown", 0.2);
    for (const share of [0.3, 0.4, 0.5, 0.6]) {
        send("pointermove", share);
    }
    send("pointerup", 0.6);
}

registry.category("web_tour.tours").add("bianmin_agent_filing", {
    steps: () => [
        {
            content: "a new request for Li Zhishan",
            trigger:
                ".o_kanban_record:contains(李志顺) button[name=action_new_agent_request]",
            run: "click",
        },
        {
            content: "he is chosen already: which matter?",
            trigger: ".o_field_widget[name=item_id] input",
            run: "edit 两女",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(两女补贴) a",
            run: "click",
        },
        {
            content: "no button to submit before he has signed",
            trigger: ".o_bianmin_agent_form:not(:has(.o_bianmin_submit:visible))",
        },
        {
            content: "he signs",
            trigger: "button[name=action_sign_authorization]",
            run: "click",
        },
        {
            content: "what he signs is shown to him",
            trigger: `${MODAL}:contains(李志顺):contains(姚春燕):contains(两女补贴)`,
        },
        {
            trigger: `${MODAL} .o_bianmin_upload input[type=file]:not(:visible)`,
            run: ({anchor}) => takePhoto(anchor),
        },
        {
            trigger: `${MODAL} .o_bianmin_upload_file`,
        },
        {
            content: "with the finger",
            trigger: `${MODAL} .o_bianmin_signature_pad canvas`,
            run: ({anchor}) => drawLine(anchor),
        },
        {
            trigger: ".modal button[name=action_sign]",
            run: "click",
        },
        {
            content: "the authorization is found by itself",
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=authorization_id]:contains(柳湾便民委字)",
        },
        {
            content: "photo of the first paper",
            trigger: `${ID_CARD} input[type=file]:not(:visible)`,
            run: ({anchor}) => takePhoto(anchor),
        },
        {
            trigger: `${ID_CARD} .o_bianmin_upload_file`,
        },
        {
            content: "photo of the second",
            trigger: `${HOUSEHOLD_BOOK} input[type=file]:not(:visible)`,
            run: ({anchor}) => takePhoto(anchor),
        },
        {
            trigger: `${HOUSEHOLD_BOOK} .o_bianmin_upload_file`,
        },
        {
            content: "submit",
            trigger: ".o_bianmin_submit",
            run: "click",
        },
        {
            content: "it is on its way",
            trigger: ".o_field_widget[name=event_ids] .o_bianmin_step",
        },
    ],
});
