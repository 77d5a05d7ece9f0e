// The network breaks while the agent writes, the browser is closed, and the answer of the
// server gets lost on its way: still there is one request, and it is whole.

import assert from "node:assert/strict";

const RETRY_SECONDS = 30;
const KEEP_SECONDS = 20;
const FILING = "**/web/dataset/call_kw/bianmin.case/file_from_phone";

// waitForFunction takes any promise for a yes, so this waits within the page.
async function waitUntilKept(page, note) {
    const isKept = await page.evaluate(
        async ([wanted, milliseconds]) => {
            const take = (request) =>
                new Promise(
                    (resolve) => (request.onsuccess = () => resolve(request.result))
                );
            const [{name}] = (await window.indexedDB.databases()).filter((one) =>
                one.name.startsWith("bianmin_agent.")
            );
            const database = await take(window.indexedDB.open(name));
            const end = performance.now() + milliseconds;
            let drafts = [];
            while (!drafts.some((draft) => draft.note === wanted)) {
                if (performance.now() > end) {
                    return false;
                }
                await new Promise(requestAnimationFrame);
                const table = database.transaction("drafts").objectStore("drafts");
                drafts = await take(table.getAll());
            }
            database.close();
            return true;
        },
        [note, KEEP_SECONDS * 1000]
    );
    assert.ok(isKept, "the note is kept on the phone");
}

async function writeTheBeginning(phone, facts) {
    const page = await phone.open("/odoo/agent-home");
    await phone.choose(facts);
    await phone.setNetwork(false);
    await phone.tap(`.o_request_matter:has-text('${facts.matter}')`);
    await phone.photograph(facts.papers[0]);
    await page.fill(".o_request_note", facts.note);
    await waitUntilKept(page, facts.note);
    await phone.close();
}

async function writeTheRest(phone, facts) {
    const page = await phone.open("/odoo/agent-request");
    await phone.wait(".o_request_chosen");
    assert.equal(await page.inputValue(".o_request_note"), facts.note);
    assert.equal(await page.locator(".o_request_paper_taken").count(), 1);
    await phone.setNetwork(false);
    for (const paper of facts.papers.slice(1)) {
        await phone.photograph(paper);
    }
    await phone.sign();
    await phone.tap(".o_request_send:not([disabled])");
    await phone.wait(".o_request_waiting");
    await phone.check("waiting");
    await phone.tap(".o_request_waiting .btn-primary");
    await phone.wait(".o_agent_home_offline");
    await phone.wait(".o_agent_home_drafts .text-bg-warning");
    await phone.check("home without a network");
    await phone.close();
}

async function loseTheAnswer(phone) {
    const page = await phone.open("/web/static/img/favicon.ico");
    let lost = 0;
    await phone.context.route(FILING, async (route) => {
        // The server has it; the phone never hears of it.
        await route.fetch();
        lost += 1;
        await route.abort("internetdisconnected");
    });
    await page.clock.install();
    const failed = page.waitForEvent("requestfailed", (request) =>
        request.url().endsWith("file_from_phone")
    );
    await page.goto(`${phone.facts.server}/odoo/agent-home`);
    await failed;
    assert.equal(lost, 1, "the server was asked");
    await phone.wait(".o_agent_home_drafts .text-bg-warning");
    await phone.check("home with a request that waits");
    await phone.context.unroute(FILING);
    return page;
}

export async function cut(phone, facts) {
    await writeTheBeginning(phone, facts);
    await writeTheRest(phone, facts);
    const page = await loseTheAnswer(phone);
    await page.clock.fastForward(RETRY_SECONDS * 1000);
    await page.locator(".o_agent_home_drafts").waitFor({state: "detached"});
    await page.locator(".o_notification").waitFor();
    // Nothing is left to be sent.
    await page.clock.fastForward(2 * RETRY_SECONDS * 1000);
    await phone.close();
}
