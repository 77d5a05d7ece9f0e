// What must hold on every page, whoever looks at it.

import assert from "node:assert/strict";
import {createRequire} from "node:module";
import {readFileSync} from "node:fs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"));
const BAD = ["serious", "critical"];

/** Touch a link and wait for the page that it leads to. */
export async function follow(page, selector) {
    const before = page.url();
    await page.locator(selector).click();
    await page.waitForURL(({href}) => href !== before);
    await page.waitForLoadState();
}

/** No violation that axe-core calls serious or critical. */
export async function checkAxe(page, where) {
    // By the debugger: the pages themselves let no foreign script in.
    const found = await page.evaluate(`${AXE}; axe.run(document)`);
    assert.ok(found.passes.length > 10, `axe looked at ${where}`);
    const bad = found.violations
        .filter(({impact}) => BAD.includes(impact))
        .flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html}`));
    assert.deepEqual(bad, [], `axe on ${where}`);
}

/** Everything one touches is large enough; links within a sentence do not count. */
export async function checkTargets(page, size, where) {
    const small = await page.evaluate((least) => {
        const targets = document.querySelectorAll("a[href], button, input, summary");
        return [...targets]
            .filter((target) => !target.matches(".screen_skip"))
            .filter((target) => target.checkVisibility({visibilityProperty: true}))
            .map((target) => [target, target.getBoundingClientRect()])
            .filter(([, {width, height}]) => width < least || height < least)
            .map(
                ([target, {width, height}]) => `${width}x${height} ${target.outerHTML}`
            );
    }, size);
    assert.deepEqual(small, [], `targets under ${size} px on ${where}`);
}

/** Nothing hangs out of the page to the right. */
export async function checkWidth(page, where) {
    const {content, window: width} = await page.evaluate(() => ({
        content: document.documentElement.scrollWidth,
        window: window.innerWidth,
    }));
    assert.ok(content <= width, `${where} is ${content} px wide in ${width} px`);
}

export async function checkPage(page, size, where) {
    await checkTargets(page, size, where);
    await checkWidth(page, where);
    for (const contrast of ["normal", "high"]) {
        await page.evaluate((name) => {
            document.documentElement.dataset.contrast = name;
        }, contrast);
        await checkAxe(page, `${where}, ${contrast} contrast`);
    }
    await page.evaluate(() => {
        delete document.documentElement.dataset.contrast;
    });
}
