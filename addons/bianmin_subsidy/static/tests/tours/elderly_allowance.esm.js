import {
    choose,
    confirm,
    open,
    press,
    stateIs,
    upload,
} from "@bianmin_base/../tests/tours/journey_steps.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const SCHEME = "旅程高龄津贴";
const NOVEMBER = `${SCHEME} 姚王庄镇 2026-11`;

const openRound = {
    content: "open the round of November",
    trigger: `.o_data_row:contains(${SCHEME}):contains(520.00) .o_data_cell:first`,
    run: "click",
};

function giveOpinion(text, state) {
    return [
        {
            content: "the opinion",
            trigger: ".modal .o_field_widget[name=opinion] textarea",
            run: `edit ${text}`,
        },
        press("action_confirm", ".modal"),
        stateIs(state),
    ];
}

/** Who acts next looks first at what is different from the last round. */
function compare() {
    return [
        {
            content: "compared with the last round",
            trigger: ".o_notebook .nav-link[name=difference]",
            run: "click",
        },
        {
            content: "somebody is new",
            trigger: ".o_field_widget[name=difference]:contains(旅程新增老人)",
        },
        {
            content: "somebody is paid more",
            trigger: ".o_field_widget[name=difference]:contains(旅程九旬老人)",
        },
        {
            content: "somebody is not paid any more",
            trigger: ".o_field_widget[name=difference]:contains(旅程去世老人)",
        },
    ];
}

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

tours.add("bianmin_j6_department_approves", {
    steps: () => [
        openRound,
        ...compare(),
        press("action_ask_approve", ".o_form_view"),
        ...giveOpinion("公示期满，同意发放。", "approved"),
    ],
});

tours.add("bianmin_j6_finance_exports", {
    steps: () => [
        openRound,
        press("action_ask_export", ".o_form_view"),
        {
            content: "the sum in capitals",
            trigger:
                ".modal .o_field_widget[name=total_in_capitals]:contains(伍佰贰拾元整)",
        },
        press("action_confirm", ".modal"),
        {
            content: "the bank file can be loaded down",
            trigger: "button[name=action_download]",
        },
    ],
});

tours.add("bianmin_j6_finance_imports", {
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
            content: "three were paid",
            trigger: ".o_form_view .o_field_widget[name=paid_count]:contains(3)",
        },
        {
            content: "one was not",
            trigger: ".o_form_view .o_field_widget[name=failed_count]:contains(1)",
        },
    ],
});

tours.add("bianmin_j6_officer_corrects", {
    steps: () => [
        {
            content: "paid rounds, too",
            trigger: ".o_searchview_facet .o_facet_remove",
            run: "click",
        },
        openRound,
        press("action_correct", ".o_form_view"),
        {
            content: "a round of the one that failed",
            trigger: "button[name=action_view_lines]:contains(1)",
        },
        press("action_submit", ".o_form_view"),
        confirm(),
        stateIs("submitted"),
    ],
});
