import {follow, getWord} from "./snapshot.esm";
import {speak, startVoice} from "./voice.esm";

let last = null;

function makeElement(tag, className, text) {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
}

function fill(selector, elements) {
    document.querySelector(selector).replaceChildren(...elements);
}

function makeCall(call) {
    const line = makeElement("li", call.id > last ? "hall_new" : "", "");
    line.append(
        makeElement("strong", "", call.number),
        makeElement("span", "", `${getWord("window")} ${call.window}`)
    );
    return line;
}

function makeWindow(window_) {
    const row = document.createElement("tr");
    const number = window_.ticket || getWord("free");
    row.append(
        makeElement("th", "", window_.number),
        makeElement("td", "", window_.businesses.join("、")),
        makeElement("td", `hall_${window_.state}`, number)
    );
    if (window_.state === "called") {
        row.lastChild.append(makeElement("small", "", getWord("called")));
    }
    return row;
}

/** Calls that came since the last look, the oldest first; at the start none. */
function speakNew(calls) {
    const newest = calls.reduce((id, call) => Math.max(id, call.id), 0);
    if (last !== null) {
        const fresh = calls.filter((call) => call.id > last);
        fresh.reverse().forEach((call) => speak(call.spoken));
    }
    last = Math.max(last || 0, newest);
}

function show(snapshot) {
    document.querySelector(".js_clock").textContent = snapshot.time;
    fill(".js_calls", snapshot.calls.map(makeCall));
    fill(".js_windows", snapshot.windows.map(makeWindow));
    fill(
        ".js_waiting",
        snapshot.businesses.map(({name, waiting}) =>
            makeElement("li", "", `${name} ${waiting}`)
        )
    );
    speakNew(snapshot.calls);
}

export function startDisplay() {
    startVoice(document.querySelector(".js_sound"));
    follow(show);
}

export function startStrip() {
    const {window: number} = document.body.dataset;
    const shown = document.querySelector(".js_strip");
    follow((snapshot) => {
        const own = snapshot.windows.find((one) => String(one.number) === number);
        shown.textContent = own ? own.ticket || getWord("free") : getWord("closed");
        document.querySelector(".js_strip_businesses").textContent =
            own?.businesses.join("、") || "";
    });
}
