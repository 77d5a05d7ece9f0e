import {choose, pressUntil} from "@bianmin_base/../tests/tours/journey_steps.esm";
import {grant, scan} from "./case_steps.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("bianmin_case_filing", {
    steps: () => [
        {
            content: "a new application",
            trigger: ".o-kanban-button-new",
            run: "click",
        },
        ...choose("resident_id", "李志顺", "", "lzs"),
        ...choose("item_id", "两女补贴", "", "两女"),
        {
            content: "the list of papers appears",
            trigger: ".o_field_widget[name=material_ids] .o_data_row:nth-child(4)",
        },
        ...scan(1),
        ...scan(2),
        ...pressUntil("action_submit", "received"),
    ],
});

tours.add("bianmin_case_granting", {
    steps: () => [
        ...grant("符合条件，同意"),
        {content: "open the steps", trigger: "a[name=steps]", run: "click"},
        {
            content: "five steps stand on the line",
            trigger: ".o_bianmin_timeline .o_kanban_record:nth-child(5)",
        },
    ],
});
