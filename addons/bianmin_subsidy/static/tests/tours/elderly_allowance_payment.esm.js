import {
    confirm,
    press,
    stateIs,
    upload,
} from "@bianmin_base/../tests/tours/journey_steps.esm";
import {compare, giveOpinion, openRound} from "./elderly_allowance_steps.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

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
