// J7 in Chromium: kiosk, big screen, window screen and phone at once; facts as JSON on stdin.

import assert from "node:assert/strict";
import {checkAxe, checkTargets, checkWidth} from "../touch_screen/checks.mjs";
import {chromium} from "playwright-core";
import {json} from "node:stream/consumers";

const TARGET = 44;
const TIMEOUT = 20_000;
const facts = await json(process.stdin);
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    // Chromium refuses root with its sandbox on.
    chromiumSandbox: process.getuid() !== 0,
    args: ["--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
const complaints = [];

async function open(path, width, height, session) {
    const context = await browser.newContext({
        locale: "zh-CN",
        viewport: {width, height},
    });
    const cookies = [facts.cookie, ...(session ? [session] : [])];
    await context.addCookies(
        cookies.map((cookie) => ({...cookie, domain: "127.0.0.1", path: "/"}))
    );
    context.setDefaultTimeout(TIMEOUT);
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(facts.server + path);
    return page;
}

async function look(page, where) {
    await checkAxe(page, where);
    await checkTargets(page, TARGET, where);
    await checkWidth(page, where);
}

/** Two touches: what one comes for, and the number. */
async function takeNumber() {
    const kiosk = await open(facts.kiosk, 1080, 1920);
    await look(kiosk, "kiosk");
    await kiosk.locator(".js_business").first().click();
    await look(kiosk, "kiosk, priority");
    await kiosk.locator(".js_take").click();
    await kiosk.locator(".js_qr[src^='data:image']").waitFor();
    await look(kiosk, "kiosk, number");
    return kiosk.locator(".js_number").innerText();
}

async function call() {
    const {request} = (await open(facts.phone, 390, 844, facts.session)).context();
    const answer = await request.post(
        `${facts.server}/web/dataset/call_kw/bianmin.queue.window/call_next`,
        {data: {params: facts.call}}
    );
    return (await answer.json()).result.number;
}

try {
    const screen = await open(facts.display, 1920, 1080);
    const strip = await open(facts.strip, 1280, 400);
    const phone = await open(facts.phone, 390, 844);
    await look(phone, "phone");
    assert.equal(await takeNumber(), "A002");
    assert.equal(await call(), "A001");
    await screen.locator(".js_calls li:has-text('A001')").waitFor();
    await strip.locator(".js_strip:has-text('A001')").waitFor();
    await phone.locator(".hall_message:has-text('1')").waitFor();
    await checkAxe(screen, "big screen");
    await checkAxe(strip, "screen above a window");
    assert.deepEqual(complaints, []);
} catch (error) {
    console.error(error.message);
    process.exitCode = 1;
} finally {
    await browser.close();
}
