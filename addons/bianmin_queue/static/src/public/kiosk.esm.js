import {fetchJson, getWord, post} from "./snapshot.esm";
import {speak, startVoice} from "./voice.esm";

const IDLE_MILLISECONDS = 30_000;
const TRIES = 3;
let wish = {};
let idle = null;

const find = (selector) => document.querySelector(selector);

function show(name) {
    for (const page of document.querySelectorAll(".js_page")) {
        page.hidden = page.dataset.name !== name;
    }
    clearTimeout(idle);
    if (name !== "business") {
        // Whoever comes next begins anew.
        idle = setTimeout(() => location.reload(), IDLE_MILLISECONDS);
    }
    const words = find(`[data-name="${name}"] .js_say`);
    if (words) {
        sayAloud(words.textContent);
    }
}

function sayAloud(text) {
    if (find(".js_speech").getAttribute("aria-pressed") === "true") {
        speak(text);
    }
}

function choose({id, label}) {
    // One key for one person: asked again with it, the server gives the same number.
    const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
        byte.toString(16).padStart(2, "0")
    ).join("");
    wish = {business_id: Number(id), priority_kind: "none", request_key: key};
    find(".js_label").textContent = label;
    show("person");
    find(".js_card").focus();
}

function choosePriority(button) {
    wish.priority_kind = button.dataset.kind;
    for (const other of document.querySelectorAll(".js_priority")) {
        other.setAttribute("aria-checked", String(other === button));
    }
}

async function ask(tries = TRIES) {
    const {path} = document.body.dataset;
    const card = find(".js_card").value.trim();
    const answer = await post(`${path}/issue`, {...wish, identity_number: card});
    return answer || (tries > 1 ? ask(tries - 1) : undefined);
}

async function take() {
    find(".js_take").disabled = true;
    const ticket = await ask();
    find(".js_take").disabled = false;
    if (ticket?.number) {
        await showNumber(ticket);
    } else {
        find(".js_refusal").textContent = ticket?.refused || getWord("offline");
        show("failed");
    }
}

async function showNumber(ticket) {
    find(".js_number").textContent = ticket.number;
    show("number");
    const values =
        (await fetchJson(`/hall/ticket/${ticket.token}/state.json`)) || ticket;
    for (const element of document.querySelectorAll(".js_text")) {
        element.textContent = values[element.dataset.field] ?? "";
    }
    const code = find(".js_qr");
    code.hidden = !values.qr;
    code.src = values.qr || "data:,";
    sayAloud(`${[...ticket.number].join(" ")}`);
    await printSlip(ticket.token);
}

/** The number holds without a slip too: a printer that is dead only costs the paper. */
async function printSlip(token) {
    const {path, printing} = document.body.dataset;
    if (printing === "browser") {
        window.print();
    } else if (printing === "network") {
        find(".js_printer").hidden = Boolean(await post(`${path}/print/${token}`));
    }
}

export function startKiosk() {
    startVoice(document.createElement("button"));
    for (const button of document.querySelectorAll(".js_business")) {
        button.addEventListener("click", () => choose(button.dataset));
    }
    for (const button of document.querySelectorAll(".js_priority")) {
        button.addEventListener("click", () => choosePriority(button));
    }
    for (const button of document.querySelectorAll(".js_back, .js_done")) {
        button.addEventListener("click", () => location.reload());
    }
    find(".js_take").addEventListener("click", take);
    find(".js_again").addEventListener("click", take);
    // A card reader types the number and presses Enter.
    find(".js_card").addEventListener("keydown", (event) => {
        if (event.key === "Enter") {
            take();
        }
    });
    find(".js_speech").addEventListener("click", ({currentTarget}) => {
        const isOn = currentTarget.getAttribute("aria-pressed") !== "true";
        currentTarget.setAttribute("aria-pressed", String(isOn));
        sayAloud(find(".js_say").textContent);
    });
}
