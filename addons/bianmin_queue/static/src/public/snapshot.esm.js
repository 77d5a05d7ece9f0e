const RETRY_MILLISECONDS = 2000;
const SURE_MILLISECONDS = 5000;
const ANSWER_MILLISECONDS = 4000;

/** A word in the language of the page, which the server has written there. */
export function getWord(name) {
    return document.querySelector(`.js_word_${name}`).textContent;
}

/** Ask the server; undefined when it does not answer. */
export async function fetchJson(path) {
    try {
        const answer = await fetch(path, {
            cache: "no-store",
            signal: AbortSignal.timeout(ANSWER_MILLISECONDS),
        });
        return answer.ok ? await answer.json() : undefined;
    } catch {
        return undefined;
    }
}

/** Ask a route of JSON-RPC; undefined when it does not answer. */
export async function post(path, params) {
    try {
        const answer = await fetch(path, {
            method: "POST",
            headers: {"Content-Type": "application/json"},
            body: JSON.stringify({jsonrpc: "2.0", params}),
            signal: AbortSignal.timeout(ANSWER_MILLISECONDS),
        });
        return (await answer.json()).result;
    } catch {
        return undefined;
    }
}

/**
 * Show everything anew whenever something happened, after each reconnection, and now and
 * then in any case: a screen is right again by itself, whatever it has missed.
 */
export function follow(show) {
    const {path, token, version} = document.body.dataset;
    const offline = document.querySelector(".js_offline");
    let asking = false;
    let again = false;

    async function refresh() {
        again = asking;
        if (asking) {
            return;
        }
        asking = true;
        const snapshot = await fetchJson(`${path}/snapshot.json`);
        asking = false;
        offline.hidden = Boolean(snapshot);
        if (snapshot) {
            show(snapshot);
        }
        if (again) {
            refresh();
        }
    }

    function connect() {
        const scheme = location.protocol === "https:" ? "wss" : "ws";
        const socket = new WebSocket(
            `${scheme}://${location.host}/websocket?version=${version}`
        );
        socket.onopen = () => {
            const data = {channels: [token], last: 0};
            socket.send(JSON.stringify({event_name: "subscribe", data}));
            refresh();
        };
        socket.onmessage = refresh;
        socket.onclose = () => setTimeout(connect, RETRY_MILLISECONDS);
    }

    refresh();
    connect();
    setInterval(refresh, SURE_MILLISECONDS);
}
