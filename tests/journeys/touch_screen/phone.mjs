// The same pages on a villager's phone: he dials, and saves the form.

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {checkPage, follow} from "./checks.mjs";

const TARGET = 48;

async function save(page, number) {
    const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.locator(".js_file").nth(number).click(),
    ]);
    return [
        download.suggestedFilename(),
        readFileSync(await download.path()).toString("utf8"),
    ];
}

export async function phone(open, facts) {
    const page = await open({
        viewport: {width: 390, height: 844},
        isMobile: true,
        hasTouch: true,
    });
    await page.clock.install();
    await page.goto(facts.home);
    await checkPage(page, TARGET, "first page");
    await page.tap(".js_search_input");
    assert.equal(
        await page.locator(".js_keyboard:visible").count(),
        0,
        "it has its own"
    );
    await page.fill(".js_search_input", "gth");
    await checkPage(page, TARGET, "search");
    await follow(page, ".js_results_list .screen_row");
    await checkPage(page, TARGET, "item");
    assert.equal(await page.locator(".screen_qr:visible").count(), 0);
    assert.deepEqual(await save(page, 0), facts.form);
    assert.deepEqual(await save(page, 1), facts.sample);
    await page.goto(`${facts.home}/all`);
    await checkPage(page, TARGET, "all services");
    await follow(page, ".screen_row:has-text('医疗救助')");
    const dial = page.locator(".js_places a[href^='tel:']:visible");
    assert.deepEqual(
        await dial.evaluateAll((links) =>
            links.map((link) => link.getAttribute("href"))
        ),
        ["tel:0999-1234567", "tel:0999-7654321"],
        "here, and where it is decided"
    );
    const before = page.url();
    await page.clock.fastForward(10 * facts.idle * 1000);
    assert.equal(page.url(), before, "a phone is not taken away from its owner");
    const answer = await page.goto(`${facts.home}0`);
    assert.equal(answer.status(), 404);
    await checkPage(page, TARGET, "page that does not exist");
}
