import {
    choose,
    open,
    press,
    pressUntil,
    stateIs,
} from "@bianmin_base/../tests/tours/journey_steps.esm";
import {grant, printCertificate} from "@bianmin_case/../tests/tours/case_steps.esm";
import {photograph, requestFor} from "./agent_steps.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const DIPLOMA = "旅程兽医学历证明";

tours.add("bianmin_j3_agent_files", {
    steps: () => [
        ...requestFor("旅程村民", "旅程乡村兽医登记"),
        ...photograph("居民身份证复印件"),
        ...photograph(DIPLOMA, "blurred.png"),
        press("action_submit"),
        stateIs("received"),
    ],
});

tours.add("bianmin_j3_clerk_finds_it_wanting", {
    steps: () => [
        open("旅程村民"),
        press("action_request_supplement", ".o_form_view"),
        ...choose("material_ids", DIPLOMA, ".modal"),
        {
            content: "why",
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit 学历证明照片模糊，请重新拍照上传。",
        },
        press("action_confirm", ".modal"),
        stateIs("supplement"),
    ],
});

tours.add("bianmin_j3_agent_supplements", {
    steps: () => [
        open("旅程村民"),
        {
            content: "he reads what the township asks for",
            trigger: ".o_form_view .alert-warning:contains(学历证明照片模糊)",
        },
        ...photograph(DIPLOMA, "sharp.png"),
        ...pressUntil("action_supplement_received", "received"),
    ],
});

tours.add("bianmin_j3_clerk_forwards", {
    steps: () => [open("旅程村民"), ...pressUntil("action_accept", "accepted")],
});

tours.add("bianmin_j3_reviewer_decides", {
    steps: () => [
        open("旅程村民"),
        press("action_take", ".o_form_view"),
        {
            content: "it is on his desk",
            trigger: ".o_form_view:not(:has(button[name=action_take]))",
        },
        ...pressUntil("action_start_review", "review"),
        ...grant("符合乡村兽医登记条件，准予登记。"),
    ],
});

tours.add("bianmin_j3_agent_delivers", {
    steps: () => [
        open("旅程村民"),
        printCertificate(),
        ...pressUntil("action_deliver", "delivered"),
    ],
});
