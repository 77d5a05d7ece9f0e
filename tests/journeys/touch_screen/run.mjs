// Walks one way through the touch screen in Chromium: run.mjs WALK, facts as JSON on stdin.

import {chromium} from "playwright-core";
import {json} from "node:stream/consumers";
import {offline} from "./offline.mjs";
import {phone} from "./phone.mjs";
import {wall} from "./wall.mjs";

const WALKS = {offline, phone, wall};
const TIMEOUT = 20_000;

const facts = await json(process.stdin);
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    // Chromium refuses root with its sandbox on.
    chromiumSandbox: process.getuid() !== 0,
    args: ["--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
const complaints = [];

async function open(options) {
    const context = await browser.newContext({
        locale: "zh-CN",
        timezoneId: "Asia/Shanghai",
        ...options,
    });
    await context.addCookies([{...facts.cookie, domain: "127.0.0.1", path: "/"}]);
    context.setDefaultTimeout(TIMEOUT);
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(String(error)));
    return page;
}

try {
    await WALKS[process.argv[2]](open, facts);
    if (complaints.length) {
        throw new Error(`the scripts of the page failed: ${complaints.join("; ")}`);
    }
} catch (error) {
    console.error(error.message);
    process.exitCode = 1;
} finally {
    await browser.close();
}
