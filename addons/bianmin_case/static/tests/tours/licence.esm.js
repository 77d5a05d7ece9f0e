import {
    choose,
    open,
    press,
    pressUntil,
} from "@bianmin_base/../tests/tours/journey_steps.esm";
import {grant, printCertificate, scan} from "./case_steps.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("bianmin_j2_clerk_receives", {
    steps: () => [
        {
            content: "the trader sits down: a new application",
            trigger: ".o-kanban-button-new",
            run: "click",
        },
        ...choose("resident_id", "旅程村民"),
        ...choose("item_id", "旅程个体工商户设立登记"),
        ...scan(1),
        ...scan(2),
        ...pressUntil("action_submit", "received"),
    ],
});

tours.add("bianmin_j2_clerk_accepts", {
    steps: () => [open("旅程村民"), ...pressUntil("action_accept", "accepted")],
});

tours.add("bianmin_j2_clerk_decides", {
    steps: () => [open("旅程村民"), ...grant("材料齐全，符合法定形式，准予登记。")],
});

tours.add("bianmin_j2_issuer_prints", {
    steps: () => [
        open("旅程村民"),
        printCertificate(),
        {
            content: "it is printed once: a second print asks why",
            trigger: ".o_form_view button[name=action_print_certificate]:enabled",
            run: "click",
        },
        {
            content: "the window asks for a reason",
            trigger: ".modal .o_field_widget[name=reason]",
        },
        {
            content: "there is none",
            trigger: ".modal .btn-close",
            run: "click",
        },
    ],
});

tours.add("bianmin_j2_issuer_delivers", {
    steps: () => [
        open("旅程村民"),
        press("action_deliver", ".o_form_view"),
        {
            content: "handed out, and the record of delivery is there to be signed",
            trigger:
                ".o_field_statusbar button.o_arrow_button_current[data-value=delivered]",
        },
    ],
});
