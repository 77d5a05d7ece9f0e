import {press, stateIs} from "@bianmin_base/../tests/tours/journey_steps.esm";

export const SCHEME = "旅程高龄津贴";
export const NOVEMBER = `${SCHEME} 姚王庄镇 2026-11`;

export const openRound = {
    content: "open the round of November",
    trigger: `.o_data_row:contains(${SCHEME}):contains(520.00) .o_data_cell:first`,
    run: "click",
};

export function giveOpinion(text, state) {
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
export function compare() {
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
