// Walks one way through the agent's phone in Chromium: run.mjs WALK, facts as JSON on stdin.

import {cut} from "./cut.mjs";
import {json} from "node:stream/consumers";
import {mkdtemp, rm} from "node:fs/promises";
import {Phone} from "./phone.mjs";
import {taps} from "./taps.mjs";
import {tmpdir} from "node:os";
import path from "node:path";

const WALKS = {cut, taps};

const facts = await json(process.stdin);
const folder = await mkdtemp(path.join(tmpdir(), "bianmin-phone-"));
const phone = new Phone(facts, folder);

try {
    await WALKS[process.argv[2]](phone, facts);
    if (phone.complaints.length) {
        throw new Error(
            `the scripts of the page failed: ${phone.complaints.join("; ")}`
        );
    }
} catch (error) {
    console.error(error.message);
    process.exitCode = 1;
} finally {
    await phone.close();
    await rm(folder, {recursive: true, force: true});
}
