import {findItems} from "./search_rank.esm";
import {isWall} from "./wall.esm";
import {startKeyboard} from "./keyboard.esm";

function makeRow(template, item) {
    const row = template.content.cloneNode(true);
    row.querySelector("a").href = item.link;
    row.querySelector(".screen_row_name").textContent = item.name;
    row.querySelector(".screen_row_limit").textContent = item.limit;
    row.querySelector(".screen_badge").hidden = item.open;
    return row;
}

function showItems(search, items, searching) {
    const template = search.querySelector(".js_result_template");
    const rows = items.map((item) => makeRow(template, item));
    search.querySelector(".js_results_list").replaceChildren(...rows);
    search.querySelector(".js_results_count").textContent = items.length;
    search.querySelector(".js_results_some").hidden = !items.length;
    search.querySelector(".js_results_none").hidden = !searching || items.length;
    search.querySelector(".js_results_hint").hidden = searching;
}

async function load(address) {
    const answer = await fetch(address);
    return answer.ok ? (await answer.json()).items : [];
}

/** Results while one types; the list of items comes once and works without network. */
export function startSearch() {
    const search = document.querySelector(".js_search");
    if (!search) {
        return;
    }
    const input = search.querySelector(".js_search_input");
    const close = search.querySelector(".js_search_close");
    const index = load(search.dataset.index);

    async function update() {
        const text = input.value.trim();
        showItems(search, findItems(await index, text), Boolean(text));
    }

    function open(opened) {
        document.body.classList.toggle("screen_searching", opened);
        search.querySelector(".js_results").hidden = !opened;
        search.querySelector(".js_keyboard").hidden = !opened;
        document.querySelector(".js_choices").hidden = opened;
        close.hidden = !opened;
    }

    input.addEventListener("focus", () => {
        open(true);
        update();
    });
    input.addEventListener("input", update);
    close.addEventListener("click", () => {
        input.value = "";
        open(false);
    });
    if (isWall()) {
        // The wall has keys of its own; those of the system would cover them.
        input.inputMode = "none";
        startKeyboard(search.querySelector(".js_keyboard"), input);
    }
    // A browser that comes back to the page remembers what was typed.
    if (input.value) {
        open(true);
        update();
    }
}
