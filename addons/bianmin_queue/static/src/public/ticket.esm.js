import {fetchJson} from "./snapshot.esm";

const LOOK_MILLISECONDS = 10_000;

async function look() {
    const values = await fetchJson(`${location.pathname}/state.json`);
    document.querySelector(".js_offline").hidden = Boolean(values);
    if (values) {
        for (const element of document.querySelectorAll(".js_text")) {
            element.textContent = values[element.dataset.field];
        }
        document.body.dataset.state = values.state;
    }
}

/** The page can be read without any script; with it, it stays true. */
export function startTicket() {
    look();
    setInterval(look, LOOK_MILLISECONDS);
}
