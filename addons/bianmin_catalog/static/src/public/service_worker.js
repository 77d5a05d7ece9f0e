// Keeps the pages of one service point, so that its wall has something to show when the
// line is down. What the server answers always counts more than what is kept.

const HOME = new URL(self.registration.scope).pathname;
const CACHE = `bianmin ${HOME}`;
const ANSWER_SECONDS = 8;
const AT_ONCE = 3;
const KEEP_MINUTES = 60;
// When all pages were kept last.
const STAMP = `${HOME}/kept`;
let keepingAll = false;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

function isAsset({pathname}) {
    return pathname.startsWith("/web/assets/");
}

function isPage({pathname}) {
    const below = pathname === HOME || pathname.startsWith(`${HOME}/`);
    return below && !/\/(alive|service-worker\.js|file\/.*)$/.test(pathname);
}

async function store(request, answer) {
    const cache = await caches.open(CACHE);
    if (answer.ok) {
        await cache.put(request, answer.clone());
    } else {
        // Gone or renewed: nobody may see it any more.
        await cache.delete(request);
    }
}

async function answerFromServer(request) {
    // Its address only: a request to navigate takes no options.
    const answer = await fetch(request.url, {
        cache: "no-cache",
        signal: AbortSignal.timeout(ANSWER_SECONDS * 1000),
    });
    if (answer.status >= 500) {
        throw new Error(`the server is out of order: ${answer.status}`);
    }
    await store(request, answer);
    return answer;
}

async function answerPage(request) {
    try {
        return await answerFromServer(request);
    } catch (error) {
        const kept = await caches.match(request, {cacheName: CACHE});
        if (kept) {
            return kept;
        }
        if (request.mode === "navigate" && new URL(request.url).pathname !== HOME) {
            return Response.redirect(HOME);
        }
        throw error;
    }
}

// The name of an asset changes with its content.
async function answerAsset(request) {
    const kept = await caches.match(request, {cacheName: CACHE});
    return kept || answerFromServer(request);
}

self.addEventListener("fetch", (event) => {
    const {request} = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== location.origin) {
        return;
    }
    if (isAsset(url)) {
        event.respondWith(answerAsset(request));
    } else if (isPage(url)) {
        event.respondWith(answerPage(request));
    }
});

async function keep(addresses) {
    const waiting = [...addresses];
    async function work() {
        while (waiting.length) {
            await answerFromServer(new Request(waiting.shift()));
        }
    }
    await Promise.all(Array.from({length: AT_ONCE}, work));
}

function complete(paths) {
    return new Set(paths.map((path) => new URL(path, location).href));
}

async function listPages(indexes) {
    const pages = [...indexes];
    for (const address of indexes) {
        const answer = await answerFromServer(new Request(address));
        const {items, lists} = await answer.json();
        pages.push(...lists, ...items.map((item) => item.link));
    }
    return pages;
}

async function forgetOthers(addresses) {
    const cache = await caches.open(CACHE);
    for (const request of await cache.keys()) {
        if (!addresses.has(request.url)) {
            await cache.delete(request);
        }
    }
}

async function isKept() {
    const stamp = await caches.match(STAMP, {cacheName: CACHE});
    return stamp && Date.now() - Number(await stamp.text()) < KEEP_MINUTES * 60_000;
}

async function keepAll(pages, indexes) {
    if (keepingAll || (await isKept())) {
        return;
    }
    keepingAll = true;
    try {
        const all = complete([...pages, ...(await listPages(indexes))]);
        await keep(all);
        await forgetOthers(all);
        const cache = await caches.open(CACHE);
        await cache.put(STAMP, new Response(Date.now()));
    } finally {
        keepingAll = false;
    }
}

self.addEventListener("message", (event) => {
    const {pages, indexes} = event.data;
    const work = keep(complete(pages));
    event.waitUntil(indexes.length ? work.then(() => keepAll(pages, indexes)) : work);
});
