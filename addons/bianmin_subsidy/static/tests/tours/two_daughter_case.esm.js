import {
    open,
    press,
    pressUntil,
    stateIs,
} from "@bianmin_base/../tests/tours/journey_steps.esm";
import {photograph, requestFor} from "@bianmin_agent/../tests/tours/agent_steps.esm";
import {grant} from "@bianmin_case/../tests/tours/case_steps.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("bianmin_j1_agent_files", {
    steps: () => [
        ...requestFor("旅程村民", "旅程两女户补贴申领"),
        {
            content: "the agent is to bring the money",
            trigger: ".o_field_widget[name=payment_mode] input[data-value=handover]",
            run: "click",
        },
        ...photograph("居民身份证复印件"),
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
        ...grant("符合条件，同意。"),
    ],
});
