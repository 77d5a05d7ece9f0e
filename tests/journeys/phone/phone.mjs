// A phone with a camera: what is kept in its browser is still there when it is opened again.

import assert from "node:assert/strict";
import {chromium} from "playwright-core";
import {checkWidth} from "../touch_screen/checks.mjs";

// The first page of a fresh server waits for its bundles to be built.
const TIMEOUT = 60_000;
// The width of a finger.
const TARGET = 44;

export class Phone {
    complaints = [];

    constructor(facts, folder) {
        this.facts = facts;
        this.folder = folder;
    }

    async open(address) {
        this.context = await chromium.launchPersistentContext(this.folder, {
            executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
            // Chromium refuses root with its sandbox on.
            chromiumSandbox: process.getuid() !== 0,
            args: [
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
            ],
            viewport: {width: 390, height: 844},
            isMobile: true,
            hasTouch: true,
            locale: "zh-CN",
            timezoneId: "Asia/Shanghai",
        });
        this.context.setDefaultTimeout(TIMEOUT);
        await this.context.addCookies(
            this.facts.cookies.map((cookie) => ({
                ...cookie,
                domain: "127.0.0.1",
                path: "/",
            }))
        );
        this.page = await this.context.newPage();
        this.page.on("pageerror", (error) => this.complaints.push(String(error)));
        await this.page.goto(`${this.facts.server}${address}`);
        return this.page;
    }

    async close() {
        await this.context?.close();
        this.context = null;
    }

    setNetwork(isThere) {
        return this.context.setOffline(!isThere);
    }

    tap(selector) {
        return this.page.locator(selector).first().tap();
    }

    wait(selector) {
        return this.page.locator(selector).first().waitFor();
    }

    /** The villager is found by the initials of his name and chosen. */
    async choose({initials, villager}) {
        await this.page.fill(".o_agent_home_search", initials);
        await this.tap(`.o_agent_home_villager:has-text('${villager}')`);
        await this.wait(".o_request_matter");
    }

    /** The camera takes one page, and goes on to the next paper. */
    async photograph(paper) {
        const card = `.o_request_paper:has-text('${paper}')`;
        await this.tap(`${card} .o_camera_take:not([disabled])`);
        await this.wait(`${card} .o_request_paper_taken`);
    }

    async sign() {
        const canvas = this.page.locator(".o_finger_pad_canvas");
        await canvas.scrollIntoViewIfNeeded();
        const {x, y, width, height} = await canvas.boundingBox();
        await this.page.mouse.move(x + width * 0.2, y + height * 0.3);
        await this.page.mouse.down();
        for (const part of [0.3, 0.5, 0.7]) {
            await this.page.mouse.move(x + width * part, y + height * part);
        }
        await this.page.mouse.up();
    }

    /** Nothing hangs out, everything that is touched is large enough. */
    async check(where) {
        await checkWidth(this.page, where);
        const small = await this.page.evaluate((least) => {
            const targets = document.querySelectorAll(
                ".o_agent_phone_page :is(button, input, textarea, label.btn)"
            );
            return [...targets]
                .filter((one) => one.checkVisibility({visibilityProperty: true}))
                .filter((one) => !one.matches(".visually-hidden"))
                .map((one) => [one, one.getBoundingClientRect()])
                .filter(
                    ([, box]) =>
                        box.height < least || box.left < 0 || box.right > innerWidth
                )
                .map(([one, {left, right, height}]) =>
                    [left, right, height, one.outerHTML.slice(0, 120)].join(" ")
                );
        }, TARGET);
        assert.deepEqual(small, [], `too small or cut off on ${where}`);
    }
}
