import {picture, sign, upload} from "@bianmin_base/../tests/tours/journey_steps.esm";
import {photograph} from "./agent_steps.esm";
import {registry} from "@web/core/registry";

const MODAL = ".modal .o_bianmin_agent_form";

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
        upload(
            `${MODAL} .o_bianmin_upload input[type=file]:not(:visible)`,
            "identity.png",
            picture
        ),
        {
            trigger: `${MODAL} .o_bianmin_upload_file`,
        },
        ...sign(),
        {
            trigger: ".modal button[name=action_sign]",
            run: "click",
        },
        {
            content: "the authorization is found by itself",
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=authorization_id]:contains(柳湾便民委字)",
        },
        ...photograph("身份证复印件"),
        ...photograph("户口簿复印件"),
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
