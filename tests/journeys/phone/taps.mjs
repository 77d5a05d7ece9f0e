// A whole request from the home page, with a network: how many taps does it take?

import assert from "node:assert/strict";

const MOST = 6;

export async function taps(phone, facts) {
    const page = await phone.open("/odoo/agent-home");
    await phone.wait(".o_agent_home_section");
    await phone.check("home");
    await phone.choose(facts);
    await phone.check("matters");
    await page.evaluate(() => {
        window.taps = 0;
        window.addEventListener("click", () => (window.taps += 1), true);
    });
    await phone.tap(`.o_request_matter:has-text('${facts.matter}')`);
    await phone.wait(".o_camera_take:not([disabled])");
    await phone.check("camera");
    for (const paper of facts.papers) {
        await phone.photograph(paper);
    }
    await phone.wait(".o_finger_pad_canvas");
    await phone.check("signature");
    await phone.sign();
    await phone.tap(".o_request_send:not([disabled])");
    await phone.wait(".o_request_sent");
    await phone.check("sent");
    const count = await page.evaluate(() => window.taps);
    assert.ok(count <= MOST, `${count} taps`);
    assert.ok(count >= facts.papers.length + 2, `${count} taps were counted`);
    await phone.tap(".o_request_sent .btn-primary");
    await phone.wait(".o_agent_home_section");
    assert.equal(await page.locator(".o_agent_home_drafts").count(), 0);
}
