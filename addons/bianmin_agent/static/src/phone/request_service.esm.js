import {ConnectionLostError, RPCError} from "@web/core/network/rpc";
import {prepareRequest, startDraft} from "./request_draft.esm";
import {reactive, toRaw} from "@odoo/owl";
import {DraftStore} from "./draft_store.esm";
import {Mutex} from "@web/core/utils/concurrency";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {session} from "@web/session";
import {user} from "@web/core/user";

const RETRY_SECONDS = 30;
// Only who has written a request on this phone has a store to look into.
const REMEMBERED = "bianmin_agent.has_requests";
// What the server says no to; everything else may go well the next time.
const REFUSAL =
    /^odoo\.exceptions\.(UserError|AccessError|ValidationError|MissingError)$/;

/**
 * Requests that are being written or wait for the network. Each has a key of its own, by
 * which the server knows it again: it may be sent as often as it takes.
 */
export class AgentRequests {
    constructor({orm, notification}) {
        this.orm = orm;
        this.notification = notification;
        this.store = new DraftStore(`bianmin_agent.${session.db}.${user.userId}`);
        this.sending = new Mutex();
        this.state = reactive({drafts: []});
    }

    /** Read what is kept, once. */
    load() {
        this.loaded ||= this.store.all().then((drafts) => {
            this.state.drafts.push(...drafts);
        });
        return this.loaded;
    }

    get(key) {
        return this.state.drafts.find((draft) => draft.key === key);
    }

    get latest() {
        return this.state.drafts.filter((draft) => draft.status !== "waiting").at(-1);
    }

    /**
     * Begin a request with all that is needed to write it without a network.
     *
     * @param {Number} residentId
     * @returns {Promise<String>} its key
     */
    async begin(residentId) {
        const form = await this.orm.call("bianmin.case", "get_phone_form", [
            residentId,
        ]);
        const draft = startDraft(form);
        await this.load();
        this.state.drafts.push(draft);
        browser.localStorage.setItem(REMEMBERED, "1");
        await this.save(draft.key);
        return draft.key;
    }

    save(key) {
        return this.store.put(toRaw(this.get(key)));
    }

    async discard(key) {
        await this.store.remove(key);
        const place = this.state.drafts.findIndex((draft) => draft.key === key);
        this.state.drafts.splice(place, 1);
        if (!this.state.drafts.length) {
            browser.localStorage.removeItem(REMEMBERED);
        }
    }

    /**
     * Send a request now, or as soon as there is a network.
     *
     * @param {String} key
     * @returns {Promise<Object|undefined>} id and number of the case, if it is there
     */
    async send(key) {
        this.get(key).status = "waiting";
        await this.save(key);
        return this.sending.exec(() => this.deliver(key));
    }

    async deliver(key) {
        const draft = this.get(key);
        if (draft?.status !== "waiting") {
            return;
        }
        try {
            const answer = await this.orm.silent.call(
                "bianmin.case",
                "file_from_phone",
                [key, prepareRequest(toRaw(draft))]
            );
            await this.discard(key);
            return answer;
        } catch (error) {
            await this.onNotSent(draft, error);
        }
    }

    async onNotSent(draft, error) {
        if (error instanceof RPCError && REFUSAL.test(error.exceptionName)) {
            draft.status = "refused";
            draft.refusal = error.data.message;
            await this.save(draft.key);
        } else if (!(
            error instanceof ConnectionLostError || error instanceof RPCError
        )) {
            throw error;
        }
    }

    /** Send all that waits, and say so. */
    async sendWaiting() {
        await this.load();
        for (const {key} of this.state.drafts.filter(
            (draft) => draft.status === "waiting"
        )) {
            const answer = await this.sending.exec(() => this.deliver(key));
            if (answer) {
                this.notification.add(
                    _t("The request is at the township now: %(number)s", answer),
                    {type: "success"}
                );
            }
        }
    }
}

registry.category("services").add("bianmin_agent.requests", {
    dependencies: ["orm", "notification"],
    start(_env, services) {
        const requests = new AgentRequests(services);
        const retry = () =>
            browser.localStorage.getItem(REMEMBERED) && requests.sendWaiting();
        browser.addEventListener("online", retry);
        browser.setInterval(retry, RETRY_SECONDS * 1000);
        retry();
        return requests;
    },
});
