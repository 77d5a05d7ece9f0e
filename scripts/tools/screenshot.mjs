// Logs in, opens a page, does what is asked, waits until the page rests, takes a picture.

import {chromium} from "playwright-core";
import {parseArgs} from "node:util";

const CHROMIUM = process.env.CHROMIUM || "/usr/bin/chromium";
const TIMEOUT = 30_000;
const FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

const {values, positionals, tokens} = parseArgs({
    allowPositionals: true,
    tokens: true,
    options: {
        password: {type: "string"},
        size: {type: "string", default: "1440x900"},
        full: {type: "boolean", default: false},
        wait: {type: "string", multiple: true},
        click: {type: "string", multiple: true},
        fill: {type: "string", multiple: true},
    },
});
const [url, login, file] = positionals;

const ACTIONS = {
    wait: (page, selector) => page.waitForSelector(selector),
    click: (page, selector) => page.click(selector),
    fill: (page, pair) => {
        const cut = pair.lastIndexOf("=");
        return page.fill(pair.slice(0, cut), pair.slice(cut + 1));
    },
};

// Playwright's own "networkidle" never comes: it is not told when the script of the bus's
// shared worker has arrived.
function watchRequests(page) {
    const pending = new Set();
    page.on("request", (request) => {
        if (!request.url().includes("/bus/websocket_worker_bundle")) {
            pending.add(request);
        }
    });
    page.on("requestfinished", (request) => pending.delete(request));
    page.on("requestfailed", (request) => pending.delete(request));
    return pending;
}

async function quiet(page, pending) {
    const end = Date.now() + TIMEOUT;
    let quietSince = Date.now();
    while (Date.now() - quietSince < 500) {
        if (Date.now() > end) {
            const urls = [...pending].map((request) => request.url());
            throw new Error(`requests without an answer: ${urls.join(", ")}`);
        }
        if (pending.size) {
            quietSince = Date.now();
        }
        await page.waitForTimeout(50);
    }
}

async function logIn(page, pending) {
    await page.goto(new URL("/web/login", url).href);
    await page.fill("input[name=login]", login);
    await page.fill("input[name=password]", values.password ?? login);
    await page.click(".oe_login_form button[type=submit]");
    await page.waitForLoadState();
    await quiet(page, pending);
    if (await page.locator("form.oe_login_form").count()) {
        throw new Error(`the server refused the login ${login}`);
    }
}

// The web client rests when no request runs, no indicator turns and an action is shown.
async function rest(page, pending) {
    await page.waitForLoadState();
    await quiet(page, pending);
    await page.waitForFunction(() => {
        const client = document.querySelector(".o_web_client");
        const shown = document.querySelector(".o_action_manager > *");
        const loading = document.querySelector(".o_loading_indicator, .o_blockUI");
        return !loading && (!client || shown);
    });
    await page.evaluate(() => document.fonts.ready);
}

async function takePicture() {
    const [width, height] = values.size.split("x").map(Number);
    const browser = await chromium.launch({
        executablePath: CHROMIUM,
        // Chromium refuses root with its sandbox on.
        chromiumSandbox: process.getuid() !== 0,
        args: FLAGS,
    });
    try {
        const page = await browser.newPage({
            viewport: {width, height},
            locale: "zh-CN",
            timezoneId: "Asia/Shanghai",
        });
        page.setDefaultTimeout(TIMEOUT);
        const pending = watchRequests(page);
        if (login !== "-") {
            await logIn(page, pending);
        }
        await page.goto(url);
        await rest(page, pending);
        for (const token of tokens) {
            if (token.kind === "option" && ACTIONS[token.name]) {
                await ACTIONS[token.name](page, token.value);
                await rest(page, pending);
            }
        }
        await page.screenshot({path: file, fullPage: values.full});
    } finally {
        await browser.close();
    }
}

try {
    await takePicture();
} catch (error) {
    console.error(`ERROR: no picture of ${url}: ${error.message}`);
    process.exitCode = 1;
}
