import {registry} from "@web/core/registry";

// An editor goes from the category to the item, adds a paper and pauses the item.
registry.category("web_tour.tours").add("bianmin_catalog_editor", {
    steps: () => [
        {
            content: "the categories are cards with the number of their items",
            trigger:
                ".o_bianmin_catalog_categories .o_kanban_record:contains(Tour class)",
            run: "click",
        },
        {
            content: "the item of the category",
            trigger: ".o_list_view .o_data_cell:contains(Tour item)",
            run: "click",
        },
        {
            content: "the page of the papers",
            trigger: ".o_notebook .nav-link[name=materials]",
            run: "click",
        },
        {
            content: "add a paper",
            trigger:
                ".o_field_widget[name=material_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "name it",
            trigger:
                ".modal .o_field_widget[name=name] textarea, .modal .o_field_widget[name=name] input",
            run: "edit Identity card",
        },
        {
            content: "it may follow later",
            trigger:
                ".modal .o_field_widget[name=necessity] input[data-value=deferrable]",
            run: "click",
        },
        {
            content: "keep it",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "it stands in the list",
            trigger:
                ".o_field_widget[name=material_ids] .o_data_row:contains(Identity card)",
        },
        {
            content: "pause the item",
            trigger: "button[name=action_pause]",
            run: "click",
        },
        {
            content: "confirm",
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "it is paused",
            trigger: "button[name=action_put_in_use]",
        },
    ],
});
