import {forgetPreferences, hasPreferences} from "./preferences.esm";
import {isWall} from "./wall.esm";

const WARNING_SECONDS = 15;
const TOUCHES = ["pointerdown", "keydown", "input", "scroll", "wheel", "touchmove"];

/** Whether the screen shows what the next visitor should find. */
function isFresh() {
    const input = document.querySelector(".js_search_input");
    const here = `${location.pathname}${location.search}`;
    return (
        here === document.body.dataset.start &&
        !hasPreferences() &&
        !(input && input.value) &&
        !document.body.classList.contains("screen_searching") &&
        window.scrollY === 0
    );
}

function startAgain() {
    forgetPreferences();
    // Not assign: nobody shall go back to what the one before him looked up.
    location.replace(document.body.dataset.start);
}

/** Let a wall go back to its first page when nobody touches it, after a warning. */
export function startIdle() {
    const total = Number(document.body.dataset.idleSeconds);
    const notice = document.querySelector(".js_idle");
    const seconds = notice.querySelector(".js_idle_seconds");
    const warning = Math.min(WARNING_SECONDS, total / 2);
    let touchedAt = Date.now();

    function stay() {
        touchedAt = Date.now();
        notice.hidden = true;
    }

    function tick() {
        if (!isWall() || isFresh()) {
            stay();
            return;
        }
        const left = Math.ceil(total - (Date.now() - touchedAt) / 1000);
        if (left <= 0) {
            stay();
            startAgain();
        } else if (left <= warning) {
            seconds.textContent = left;
            notice.hidden = false;
        }
    }

    for (const name of TOUCHES) {
        document.addEventListener(name, stay, {capture: true, passive: true});
    }
    setInterval(tick, 500);
}
