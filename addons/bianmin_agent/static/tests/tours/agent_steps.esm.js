import {
    choose,
    picture,
    press,
    sign,
    upload,
} from "@bianmin_base/../tests/tours/journey_steps.esm";

/** Draw up a request for a villager and let him sign the authorization. */
export function requestFor(villager, item) {
    return [
        {
            content: "a new request",
            trigger: ".o-kanban-button-new",
            run: "click",
        },
        ...choose("resident_id", villager),
        ...choose("item_id", item),
        press("action_sign_authorization"),
        upload(
            ".modal .o_field_widget[name=identity_copy_ids] input[type=file]:not(:visible)",
            "identity.png",
            picture
        ),
        {
            content: "the copy is there",
            trigger:
                ".modal .o_field_widget[name=identity_copy_ids] .o_bianmin_upload_file",
        },
        ...sign(),
        press("action_sign", ".modal"),
        {
            content: "the authorization is signed",
            trigger: ".o_form_view:has(.o_field_widget[name=authorization_id])",
        },
    ];
}

/** Photograph one paper of the checklist with the phone. */
export function photograph(paper, file = "paper.png") {
    const card = `.o_bianmin_papers .o_kanban_record:contains(${paper})`;
    return [
        upload(`${card} input[type=file]:not(:visible)`, file, picture),
        {
            content: `the photo of ${paper} is there`,
            trigger: `${card} .o_bianmin_upload_file:contains(${file})`,
        },
    ];
}

/** Choose every record that a list shows. */
export function selectAll() {
    return {
        content: "choose all of the list",
        trigger: ".o_list_view thead .o_list_record_selector input",
        run: "click",
    };
}
