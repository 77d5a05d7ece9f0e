import {
    choose,
    confirm,
    open,
    press,
    sign,
    stateIs,
    upload,
} from "@bianmin_base/../tests/tours/journey_steps.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const openRound = open("旅程两女户补贴");

function giveOpinion(state) {
    return [
        {
            content: "the opinion",
            trigger: ".modal .o_field_widget[name=opinion] textarea",
            run: "edit 已核对，同意。",
        },
        press("action_confirm", ".modal"),
        stateIs(state),
    ];
}

tours.add("bianmin_j1_officer_prepares", {
    steps: () => [
        {
            content: "a new round",
            trigger: ".o_list_button_add, .o-kanban-button-new",
            run: "click",
        },
        ...choose("scheme_id", "旅程两女户补贴"),
        ...choose("division_id", "姚王庄镇"),
        {
            content: "for the year",
            trigger: ".o_field_widget[name=period] input",
            run: "edit 2026",
        },
        {
            content: "save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        press("action_generate", ".o_form_view"),
        {
            content: "one villager is on the roster",
            trigger: "button[name=action_view_lines]:contains(1)",
        },
        press("action_submit", ".o_form_view"),
        confirm(),
        stateIs("submitted"),
    ],
});

tours.add("bianmin_j1_auditor_audits", {
    steps: () => [
        openRound,
        press("action_ask_audit", ".o_form_view"),
        ...giveOpinion("audited"),
    ],
});

tours.add("bianmin_j1_department_approves", {
    steps: () => [
        openRound,
        press("action_ask_approve", ".o_form_view"),
        ...giveOpinion("approved"),
    ],
});

tours.add("bianmin_j1_finance_exports", {
    steps: () => [
        openRound,
        press("action_ask_export", ".o_form_view"),
        press("action_confirm", ".modal"),
        {
            content: "the bank file can be loaded down",
            trigger: "button[name=action_download]",
        },
    ],
});

tours.add("bianmin_j1_finance_imports", {
    steps: () => [
        openRound,
        press("action_ask_return_file", ".o_form_view"),
        upload(
            ".modal .o_field_widget[name=file] input[type=file]:not(:visible)",
            "return.txt",
            // The test puts the bank's answer there: it follows from the bank file.
            () =>
                Uint8Array.from(atob(window.bianminBankAnswer), (c) => c.charCodeAt(0))
        ),
        {
            content: "the file is chosen",
            trigger: ".modal .o_field_widget[name=file] .o_input:value(return.txt)",
        },
        press("action_confirm", ".modal"),
        {
            content: "one was paid",
            trigger: ".o_form_view .o_field_widget[name=paid_count]:contains(1)",
        },
    ],
});

tours.add("bianmin_j1_officer_gives_out", {
    steps: () => [
        open("旅程村民"),
        press("action_ask_give_out", ".o_form_view"),
        ...sign(),
        press("action_confirm", ".modal"),
        stateIs("given"),
    ],
});

tours.add("bianmin_j1_agent_hands_over", {
    steps: () => [
        open("旅程村民"),
        press("action_ask_take", ".o_form_view"),
        {
            content: "for one person",
            trigger: ".modal .o_field_widget[name=counted_people] input",
            run: "edit 1",
        },
        {
            content: "the money is counted",
            trigger: ".modal .o_field_widget[name=counted_amount] input",
            run: "edit 960",
        },
        ...sign(),
        press("action_confirm", ".modal"),
        stateIs("received"),
        press("action_ask_hand_over", ".o_form_view"),
        ...sign(),
        press("action_confirm", ".modal"),
        stateIs("handed"),
    ],
});
