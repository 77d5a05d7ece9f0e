import {isWall} from "./wall.esm";

const CHECK_SECONDS = 30;
const ANSWER_SECONDS = 5;
const REFRESH_MINUTES = 10;
const startedAt = Date.now();

function showConnection(works) {
    const notice = document.querySelector(".js_offline");
    const at = new Date(document.body.dataset.renderedAt);
    const today = new Date().toDateString() === at.toDateString();
    notice.querySelector(".js_rendered_at").textContent = at.toLocaleString(
        document.documentElement.lang,
        {
            ...(today ? {} : {month: "long", day: "numeric"}),
            hour: "numeric",
            minute: "2-digit",
            hourCycle: "h23",
        }
    );
    notice.hidden = works;
}

/** true: the server answers; false: it does not; null: the address is no longer valid. */
async function ask() {
    try {
        const answer = await fetch(`${document.body.dataset.start}/alive`, {
            cache: "no-store",
            signal: AbortSignal.timeout(ANSWER_SECONDS * 1000),
        });
        return answer.status === 404 ? null : answer.ok;
    } catch {
        return false;
    }
}

function minutesSince(moment) {
    return (Date.now() - moment) / 60_000;
}

/** A wall that shows its first page all day gets what was changed meanwhile. */
function isOutdated() {
    const {page} = document.body.dataset;
    const reading = document.body.classList.contains("screen_searching");
    return (
        isWall() &&
        page === "home" &&
        !reading &&
        minutesSince(startedAt) > REFRESH_MINUTES
    );
}

async function check() {
    const works = await ask();
    showConnection(works !== false);
    if (works === null || (works && isOutdated())) {
        location.reload();
    }
}

function listAssets() {
    const links = document.querySelectorAll("link[rel=stylesheet], script[src]");
    return [...links].map((element) => element.href || element.src);
}

/** Where a wall reads which pages there are; a phone, on its owner's costs, keeps this. */
function listIndexes() {
    const index = document.querySelector(".js_search")?.dataset.index;
    if (!isWall() || !index) {
        return [];
    }
    const bare = index.split("?")[0];
    return [bare, `${bare}?lang=en_US`];
}

async function keep() {
    const {active} = await navigator.serviceWorker.ready;
    active.postMessage({
        pages: [...listAssets(), location.href],
        indexes: listIndexes(),
    });
}

/** Keep pages for times without network, and say so when what is shown is old. */
export async function startConnection() {
    check();
    setInterval(check, CHECK_SECONDS * 1000);
    window.addEventListener("online", check);
    window.addEventListener("offline", check);
    // Browsers have service workers only on https and on the machine itself.
    if (navigator.serviceWorker) {
        const {start} = document.body.dataset;
        await navigator.serviceWorker.register(`${start}/service-worker.js`, {
            scope: start,
        });
        await keep();
    }
}
