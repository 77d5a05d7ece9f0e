import {registry} from "@web/core/registry";

const ROW = ".o_selected_row";

/** Choose the entry of that name in a field of the row that is being typed. */
function choose(field, name) {
    return [
        {
            content: `type ${name}`,
            trigger: `${ROW} .o_field_widget[name=${field}] input`,
            run: `edit ${name}`,
        },
        {
            content: `choose ${name}`,
            trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option) a:contains(${name})`,
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("bianmin_j10_administrator_gives_role", {
    steps: () => [
        {content: "a new role", trigger: ".o_list_button_add", run: "click"},
        ...choose("user_id", "j10_agent"),
        ...choose("role_id", "代办员"),
        ...choose("division_ids", "旅程新村"),
        {
            content: "open the first day",
            trigger: `${ROW} .o_field_widget[name=date_from] button, ${ROW} .o_field_widget[name=date_from] input`,
            run: "click",
        },
        {
            content: "from tomorrow",
            trigger: `${ROW} .o_field_widget[name=date_from] input`,
            run: "edit +1d && press Tab",
        },
        {content: "save", trigger: ".o_list_button_save", run: "click"},
        {
            content: "it has not begun",
            trigger: ".o_data_row:contains(j10_agent) .badge:contains(尚未开始)",
        },
    ],
});
