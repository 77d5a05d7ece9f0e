import {
    open,
    press,
    sign,
    stateIs,
} from "@bianmin_base/../tests/tours/journey_steps.esm";
import {registry} from "@web/core/registry";
import {selectAll} from "./agent_steps.esm";

const tours = registry.category("web_tour.tours");
// The answers of the window: their order in the list, and the colour of the row.
const SUPPLEMENT = {order: 1, colour: "warning"};
const REJECTED = {order: 2, colour: "danger"};

/** One step for all that are chosen, watched to its end. */
function runMany(name, count, ...within) {
    return [
        selectAll(),
        press(name, ".o_control_panel"),
        ...within,
        {
            content: "start",
            trigger: ".modal .o_bianmin_bulk_start",
            run: "click",
        },
        {
            content: `all ${count} are done`,
            trigger: ".modal .progress[aria-valuenow='100']",
            timeout: 60000,
        },
        {
            content: "close",
            trigger: ".modal .modal-footer button.btn-secondary:last",
            run: "click",
        },
        {trigger: "body:not(:has(.modal))"},
    ];
}

/** The window says why one request is not taken over. */
function refuse(villager, answer, reason) {
    const row = `.modal .o_data_row:contains(${villager})`;
    const edited = `.modal .o_selected_row:contains(${villager})`;
    return [
        {
            content: `the row of ${villager}`,
            trigger: `${row} td[name=answer]`,
            run: "click",
        },
        {
            content: "open the answers",
            trigger: `${edited} td[name=answer] .o_select_menu_toggler`,
            run: "click",
        },
        {
            content: "choose one",
            trigger: `.o_select_menu_item[data-choice-index='${answer.order}']`,
            run: "click",
        },
        {
            content: "it is chosen",
            trigger: `${edited}.text-${answer.colour}, ${edited}:has(.text-${answer.colour})`,
        },
        {
            content: "why",
            trigger: `${edited} td[name=reason] input`,
            run: `edit ${reason}`,
        },
    ];
}

tours.add("bianmin_j4_window_takes_over", {
    steps: () => [
        {
            content: "the agent's sheet",
            trigger: ".o_data_row .o_data_cell",
            run: "click",
        },
        press("action_open_hand_in", ".o_form_view"),
        {
            content: "all 48 on one page, the money in sum",
            trigger: ".modal:has(.o_data_row:eq(47)) tfoot:contains(12,400)",
        },
        ...refuse("旅缴丙", SUPPLEMENT, "身份证复印件看不清"),
        ...refuse("旅免乙", REJECTED, "低保证已经过期"),
        ...sign(),
        press("action_confirm", ".modal"),
        stateIs("handed_in"),
    ],
});

tours.add("bianmin_j4_insurance_decides", {
    steps: () => [
        ...runMany("action_start_review_many", 46),
        open("旅免丁"),
        press("action_refuse", ".o_form_view"),
        {
            content: "why",
            trigger: ".modal .o_field_widget[name=opinion] textarea",
            run: "edit 不符合免缴条件，请按规定缴费。",
        },
        press("action_confirm", ".modal"),
        stateIs("closed"),
        {
            content: "back to the list",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "the others wait",
            trigger:
                ".o_list_view:has(.o_data_row:eq(44)):not(:has(.o_data_row:eq(45)))",
        },
        ...runMany("action_grant_many", 45, {
            content: "one opinion for all",
            trigger: ".modal .o_field_widget[name=opinion] textarea",
            run: "edit 材料齐全，信息已核对，准予办理。",
        }),
        {
            content: "nothing waits any more",
            trigger: ".o_list_view:not(:has(.o_data_row))",
        },
    ],
});
