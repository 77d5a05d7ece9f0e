import {
    choose,
    confirm,
    open,
    press,
    stateIs,
} from "@bianmin_base/../tests/tours/journey_steps.esm";
import {
    NOVEMBER,
    SCHEME,
    compare,
    giveOpinion,
    openRound,
} from "./elderly_allowance_steps.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("bianmin_j6_editor_previews", {
    steps: () => [
        open(SCHEME),
        press("action_preview", ".o_form_view"),
        {
            content: "for November",
            trigger: ".modal .o_field_widget[name=period] input:value(2026-11)",
        },
        {
            content: "four people would be paid",
            trigger: ".modal .o_bianmin_preview_count:contains(4)",
        },
        {
            content: "the wrong account is told",
            trigger: ".modal .o_bianmin_preview_table:contains(旅程错户老人)",
        },
        {
            content: "close",
            trigger: ".modal .modal-footer .btn-secondary",
            run: "click",
        },
        {content: "closed", trigger: "body:not(:has(.modal))"},
    ],
});

tours.add("bianmin_j6_officer_prepares", {
    steps: () => [
        {
            content: "a new round",
            trigger: ".o_list_button_add, .o-kanban-button-new",
            run: "click",
        },
        ...choose("scheme_id", SCHEME),
        ...choose("division_id", "姚王庄镇"),
        {
            content: "for November",
            trigger: ".o_field_widget[name=period] input",
            run: "edit 2026-11",
        },
        {content: "save", trigger: ".o_form_button_save", run: "click"},
        press("action_generate", ".o_form_view"),
        {
            content: "four are on the roster",
            trigger: "button[name=action_view_lines]:contains(4)",
        },
        {
            content: "what is not paid",
            trigger: ".o_notebook .nav-link[name=problems]",
            run: "click",
        },
        {
            content: "one is blocked, and it says why",
            trigger: ".o_field_widget[name=problem_line_ids]:contains(旅程错户老人)",
        },
        ...compare(),
        press("action_submit", ".o_form_view"),
        confirm(),
        stateIs("submitted"),
    ],
});

tours.add("bianmin_j6_auditor_audits", {
    steps: () => [
        openRound,
        ...compare(),
        press("action_ask_audit", ".o_form_view"),
        ...giveOpinion("已核对增减人员，同意。", "audited"),
    ],
});

tours.add("bianmin_j6_officer_publishes", {
    steps: () => [
        openRound,
        press("action_publish", ".o_form_view"),
        confirm(),
        press("action_view_notice", ".o_form_view"),
        open(NOVEMBER),
        {
            content: "somebody objects",
            trigger:
                ".o_field_widget[name=objection_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "what he says",
            trigger: ".modal .o_field_widget[name=text] textarea",
            run: "edit 旅程百岁老人已随子女外出",
        },
        {
            content: "keep it",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {content: "save the notice", trigger: ".o_form_button_save", run: "click"},
        {
            content: "it is open",
            trigger: ".o_data_row button[name=action_ask_reject]",
        },
    ],
});

tours.add("bianmin_j6_officer_settles", {
    steps: () => [
        open(NOVEMBER),
        {
            content: "he was visited",
            trigger: ".o_data_row button[name=action_ask_reject]:enabled",
            run: "click",
        },
        {
            content: "what was found",
            trigger: ".modal .o_field_widget[name=finding] textarea",
            run: "edit 已入户核实，本人仍在村居住",
        },
        press("action_confirm", ".modal"),
        {
            content: "settled",
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=objection_ids]:contains(已入户核实)",
        },
    ],
});
