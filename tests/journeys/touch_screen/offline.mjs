// The line breaks: the wall goes on showing what it had, says so, and recovers by itself.

import assert from "node:assert/strict";
import {follow} from "./checks.mjs";
import {Line} from "./line.mjs";

const CHECK_SECONDS = 30;
const KEEP_SECONDS = 60;

// waitForFunction takes any promise for a yes, so this waits within the page.
async function waitUntilKept(page, wanted, seconds) {
    const missing = await page.evaluate(
        async ([paths, milliseconds]) => {
            const end = performance.now() + milliseconds;
            let left = paths;
            while (left.length && performance.now() < end) {
                await new Promise(requestAnimationFrame);
                const found = paths.map((path) => caches.match(path));
                const answers = await Promise.all(found);
                left = paths.filter((_path, place) => !answers[place]);
            }
            return left;
        },
        [wanted, seconds * 1000]
    );
    assert.deepEqual(missing, [], "pages that the screen did not keep");
}

async function checkNotice(page, where) {
    const notice = page.locator(".js_offline");
    await notice.waitFor();
    assert.match(
        await notice.innerText(),
        /网络中断，显示的是 \d{1,2}:\d\d 的内容/,
        where
    );
}

async function checkStale(page, facts) {
    await page.reload();
    await checkNotice(page, "first page");
    assert.equal(await page.locator(".js_category").count(), 2);
    await page.click(".js_search_input");
    await page.click("[data-key=g]");
    // Nobody has opened this item on this screen before.
    await follow(page, `.js_results_list .screen_row:has-text('${facts.item}')`);
    await checkNotice(page, "item");
    assert.match(await page.locator(".js_materials").innerText(), /登记申请书/);
    const background = await page.evaluate(
        () => getComputedStyle(document.querySelector(".screen_header")).backgroundColor
    );
    assert.equal(background, "rgb(20, 80, 140)", "with its styles");
    await follow(page, ".js_language");
    assert.equal(await page.locator("html").getAttribute("lang"), "en-US");
}

async function checkRecovered(page, line) {
    await line.mend();
    await page.clock.fastForward(CHECK_SECONDS * 1000);
    await page.locator(".js_offline").waitFor({state: "hidden"});
}

async function checkGone(page, line, home) {
    await page.goto(home);
    line.gone = true;
    await page.clock.fastForward(CHECK_SECONDS * 1000);
    await page.waitForFunction(() => document.body.innerText === "gone");
    await line.cut();
    await page.reload().catch(() => null);
    assert.equal(
        await page.locator(".screen_tile").count(),
        0,
        "a renewed address is over"
    );
}

export async function offline(open, facts) {
    const line = await new Line(facts.server).open();
    const home = `${line.url}${facts.path}`;
    const page = await open({viewport: {width: 1080, height: 1920}});
    await page.clock.install();
    await page.goto(home);
    assert.ok(!(await page.locator(".js_offline").isVisible()));
    await waitUntilKept(page, facts.pages, KEEP_SECONDS);
    await line.cut();
    await checkStale(page, facts);
    await checkRecovered(page, line);
    await checkGone(page, line, home);
}
