import {
    picture,
    press,
    stateIs,
    upload,
} from "@bianmin_base/../tests/tours/journey_steps.esm";

const ROWS = ".o_field_widget[name=material_ids] .o_data_row";

/** Scan a paper at the window: the row of the checklist counts as taken in. */
export function scan(number) {
    const row = `${ROWS}:nth-child(${number})`;
    return [
        upload(
            `${row} .o_bianmin_case_files input[type=file]:not(:visible)`,
            `paper${number}.png`,
            picture
        ),
        {
            content: `the scan of paper ${number} stands on its line`,
            trigger: `${row} .o_bianmin_case_files a:contains(paper${number}.png)`,
        },
        {
            content: `paper ${number} counts as taken in`,
            trigger: `${row} td[name=state] .text-bg-success`,
        },
    ];
}

/** Grant with an opinion. */
export function grant(opinion) {
    return [
        press("action_grant", ".o_form_view"),
        {
            content: "the opinion",
            trigger: ".modal .o_field_widget[name=opinion] textarea",
            run: `edit ${opinion}`,
        },
        press("action_confirm", ".modal"),
        stateIs("closed"),
    ];
}

/** Print the certificate; its file opens in a window of its own. */
export function printCertificate() {
    return press("action_print_certificate", ".o_form_view");
}
