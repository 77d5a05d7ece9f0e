import {
    confirm,
    open,
    press,
    pressUntil,
    stateIs,
} from "@bianmin_base/../tests/tours/journey_steps.esm";
import {registry} from "@web/core/registry";
import {selectAll} from "./agent_steps.esm";

const tours = registry.category("web_tour.tours");
const STRANGE = "旅长林";

tours.add("bianmin_j4_agent_confirms_names", {
    steps: () => [
        {
            content: "eight names wait",
            trigger: ".o_list_view:has(.o_data_row:eq(7)):not(:has(.o_data_row:eq(8)))",
        },
        open(STRANGE),
        {
            content: "what he has seen",
            trigger: ".o_field_widget[name=evidence_note] input",
            run: "edit 已核对本人身份证",
        },
        ...pressUntil("action_confirm", "confirmed"),
        {
            content: "back to the list",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "seven are left",
            trigger: ".o_list_view:has(.o_data_row:eq(6)):not(:has(.o_data_row:eq(7)))",
        },
        selectAll(),
        press("action_confirm", ".o_control_panel"),
        {
            content: "nobody waits any more; look at those who are confirmed",
            trigger: ".o_searchview .o_facet_remove",
            run: "click",
        },
        {
            content: "all eight are confirmed",
            trigger: ".o_list_view:has(.o_data_row:eq(7) .text-bg-info)",
        },
        selectAll(),
        press("action_file", ".o_control_panel"),
        {
            content: "eight requests are drawn up",
            trigger: ".o_list_view:has(.o_data_row:eq(7) td[name=item_id])",
        },
    ],
});

tours.add("bianmin_j4_agent_packs", {
    steps: () => [
        {
            content: "a new trip",
            trigger: ".o_list_button_add, .o-kanban-button-new",
            run: "click",
        },
        press("action_collect", ".o_form_view"),
        {
            content: "all 48 stand on the sheet",
            trigger: ".o_form_view:has(.o_data_row:eq(47))",
        },
        {
            content: "who gave money",
            trigger: ".o_data_row:contains(旅缴甲) td[name=money]",
            run: "click",
        },
        {
            trigger: ".o_selected_row td[name=money] input",
            run: "edit 400",
        },
        {
            content: "save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "it is saved",
            trigger: ".o_form_view:has(.o_form_status_indicator_buttons.invisible)",
        },
    ],
});

tours.add("bianmin_j4_agent_sets_off", {
    steps: () => [
        {
            content: "open the sheet",
            trigger: ".o_data_row .o_data_cell",
            run: "click",
        },
        {
            content: "all of it is there, and the money is counted",
            trigger: ".o_form_view .o_field_widget[name=money]:contains(12,400)",
        },
        press("action_set_off", ".o_form_view"),
        confirm(),
        stateIs("carried"),
    ],
});
