// A visitor in front of the wall: by class, by pinyin, in English, and away without a word.

import assert from "node:assert/strict";
import {checkPage, follow} from "./checks.mjs";

const TARGET = 96;
const PREFERENCES = "bianmin_screen_preferences";

async function look(page, facts) {
    await page.goto(facts.home);
    await checkPage(page, TARGET, "first page");
    await follow(page, ".js_stage:has-text('开办企业')");
    await checkPage(page, TARGET, "stage of a business");
    assert.deepEqual(await page.locator(".screen_row_name").allInnerTexts(), [
        facts.item,
    ]);
    await follow(page, ".js_home");
    await follow(page, ".screen_tile:has-text('生产经营')");
    await checkPage(page, TARGET, "list");
    assert.equal(await page.locator(".screen_row").count(), 2, "trader and paused");
    assert.equal(
        await page.locator(".screen_badge_paused").count(),
        1,
        "one is paused"
    );
    await follow(page, `.screen_row:has-text('${facts.item}')`);
    await checkPage(page, TARGET, "item");
}

async function read(page, facts) {
    const papers = await page.locator(".js_materials li").allInnerTexts();
    assert.equal(papers.length, 2);
    assert.match(papers[0], /登记申请书[^]*原件 1 份[^]*空白表格[^]*填写样表/);
    assert.match(papers[1], /居民身份证[^]*可容缺后补[^]*复印件 2 份/);
    const steps = await page.locator(".js_steps").innerText();
    assert.match(steps, /受理[^]*发照/);
    const chart = page.locator(".js_steps svg:has(title)");
    assert.match(await chart.textContent(), /个体工商户设立登记[^]*受理[^]*发照/);
    assert.ok((await chart.boundingBox()).height > 300, "the flow chart is drawn");
    assert.match(await page.locator(".js_places").innerText(), /东河镇中心街1号/);
    const codes = page.locator(".screen_qr img:visible");
    const shown = await codes.evaluateAll((all) =>
        all.map((code) => [code.getAttribute("src"), code.naturalWidth > 0])
    );
    assert.deepEqual(
        shown,
        facts.codes.map((code) => [code, true]),
        "codes of the page, the form and the sample"
    );
    assert.equal(await page.locator("a[download]:visible").count(), 0);
    assert.equal(await page.locator("a[href^='tel:']:visible").count(), 0);
}

async function search(page, facts) {
    await follow(page, ".js_home");
    await page.click(".js_search_input");
    await checkPage(page, TARGET, "search");
    for (const letter of "gth") {
        await page.click(`[data-key=${letter}]`);
    }
    const names = page.locator(".js_results_list .screen_row_name");
    assert.deepEqual(await names.allInnerTexts(), [facts.item], "gth");
    await page.click("[data-key=Clear]");
    assert.equal(await names.count(), 0);
    await page.fill(".js_search_input", "yiliao");
    assert.deepEqual(await names.allInnerTexts(), ["医疗救助对象审核"], "full pinyin");
    await page.fill(".js_search_input", "小餐饮");
    assert.equal(await page.locator(".js_results .screen_badge:visible").count(), 1);
    await page.fill(".js_search_input", "旧事项");
    assert.ok(await page.locator(".js_results_none").isVisible(), "cancelled");
    await page.fill(".js_search_input", "gtx");
    await page.click("[data-key=Backspace]");
    await follow(page, `.js_results_list .screen_row:has-text('${facts.item}')`);
    assert.ok(page.url().endsWith(facts.itemPath));
}

async function change(page) {
    await page.click("[data-preference=contrast]");
    await page.click("[data-preference=type]");
    await follow(page, ".js_language");
    const root = page.locator("html");
    assert.equal(await root.getAttribute("lang"), "en-US");
    assert.equal(
        await root.getAttribute("data-contrast"),
        "high",
        "kept on the next page"
    );
    await checkPage(page, TARGET, "item in English, large type");
    await follow(page, ".js_home");
    assert.match(await page.locator("#categories").innerText(), /By subject/);
    await checkPage(page, TARGET, "first page in English, large type");
}

async function checkWarning(page) {
    const show = (hidden) => {
        document.querySelector(".js_idle").hidden = hidden;
        document.querySelector(".js_idle_seconds").textContent = "13";
    };
    await page.evaluate(show, false);
    await checkPage(page, TARGET, "warning");
    await page.evaluate(show, true);
}

// The clock is the test's and stands still: nobody waits for a minute.
async function leave(page, facts) {
    const notice = page.locator(".js_idle");
    await page.touchscreen.tap(1, 1);
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 5_000);
    await page.touchscreen.tap(1, 1);
    await page.clock.runFor((facts.idle - 16) * 1000);
    assert.ok(!(await notice.isVisible()), "not yet");
    await page.clock.runFor(3_000);
    assert.equal(await page.locator(".js_idle_seconds").innerText(), "13");
    await page.click(".js_stay");
    assert.ok(!(await notice.isVisible()), "he stays");
    await page.clock.runFor((facts.idle - 1) * 1000);
    assert.equal(await page.locator(".js_idle_seconds").innerText(), "1");
    await Promise.all([page.waitForURL(facts.home), page.clock.runFor(2_000)]);
    await page.clock.resume();
    await page.waitForLoadState();
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
    assert.equal(await page.locator("html").getAttribute("data-contrast"), null);
    const left = await page.evaluate(
        (name) => sessionStorage.getItem(name),
        PREFERENCES
    );
    assert.equal(left, null, "nothing of the visitor is left");
}

export async function wall(open, facts) {
    for (const [width, height] of [
        [1080, 1920],
        [1920, 1080],
    ]) {
        const page = await open({viewport: {width, height}, hasTouch: true});
        await page.clock.install();
        await look(page, facts);
        await read(page, facts);
        await search(page, facts);
        await change(page);
        await checkWarning(page);
        await leave(page, facts);
        await page.context().close();
    }
}
