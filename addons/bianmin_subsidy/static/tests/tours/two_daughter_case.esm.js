import {
    choose,
    open,
    picture,
    press,
    pressUntil,
    sign,
    stateIs,
    upload,
} from "./journey_steps.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("bianmin_j1_agent_files", {
    steps: () => [
        {
            content: "a new request",
            trigger: ".o-kanban-button-new",
            run: "click",
        },
        ...choose("resident_id", "旅程村民"),
        ...choose("item_id", "旅程两女户补贴申领"),
        {
            content: "the agent is to bring the money",
            trigger: ".o_field_widget[name=payment_mode] input[data-value=handover]",
            run: "click",
        },
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
        upload(
            ".o_bianmin_papers .o_kanban_record:first input[type=file]:not(:visible)",
            "card.png",
            picture
        ),
        {
            content: "the paper is there",
            trigger: ".o_bianmin_papers .o_bianmin_upload_file",
        },
        press("action_submit"),
        stateIs("received"),
    ],
});

tours.add("bianmin_j1_clerk_accepts", {
    steps: () => [
        open("旅程村民"),
        ...pressUntil("action_accept", "accepted"),
        {
            content: "the notice was issued",
            trigger: "button[name=action_print_documents]",
        },
    ],
});

tours.add("bianmin_j1_reviewer_grants", {
    steps: () => [
        open("旅程村民"),
        ...pressUntil("action_start_review", "review"),
        press("action_grant", ".o_form_view"),
        {
            content: "the opinion",
            trigger: ".modal .o_field_widget[name=opinion] textarea",
            run: "edit 符合条件，同意。",
        },
        press("action_confirm", ".modal"),
        stateIs("closed"),
    ],
});
