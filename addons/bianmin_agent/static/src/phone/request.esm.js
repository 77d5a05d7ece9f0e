import {Component, onWillStart, toRaw, useState} from "@odoo/owl";
import {getMatter, getMissing, isComplete} from "./request_draft.esm";
import {FingerPad} from "./finger_pad.esm";
import {Layout} from "@web/search/layout";
import {RequestPapers} from "./request_papers.esm";
import {getHomeAction} from "./phone_actions.esm";
import {loadJS} from "@web/core/assets";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useDebounced} from "@web/core/utils/timing";
import {useService} from "@web/core/utils/hooks";

const PAD = "/web/static/lib/signature_pad/signature_pad.umd.js";
const TYPING_MILLISECONDS = 300;
// A shorter list is seen at a glance.
const SEARCHED_FROM = 8;

/**
 * A villager's request on one page: matter, papers, signature, send. Everything is kept
 * on the phone with each step.
 */
export class AgentRequest extends Component {
    static template = "bianmin_agent.Request";
    static components = {FingerPad, Layout, RequestPapers};
    static props = {
        ...standardActionServiceProps,
        // Without one the request that was written last: a page that was loaded anew.
        requestKey: {type: String, optional: true},
    };

    setup() {
        this.action = useService("action");
        this.requests = useService("bianmin_agent.requests");
        this.state = useState({term: "", sent: null, sending: false, signing: false});
        this.kept = useState(this.requests.state);
        this.saveSoon = useDebounced(() => this.save(), TYPING_MILLISECONDS, {
            execBeforeUnmount: true,
        });
        onWillStart(async () => {
            await this.requests.load();
            this.key = this.props.requestKey || this.requests.latest?.key;
            await loadJS(PAD);
        });
    }

    get display() {
        return {controlPanel: {}};
    }

    get draft() {
        return this.kept.drafts.find((draft) => draft.key === this.key);
    }

    get matter() {
        return getMatter(this.draft);
    }

    get matters() {
        const term = this.state.term.trim();
        const {matters} = this.draft.form;
        return matters.filter(
            ({name, pinyin}) =>
                name.includes(term) || pinyin.includes(term.toLowerCase())
        );
    }

    get isSearched() {
        return this.draft.form.matters.length >= SEARCHED_FROM;
    }

    get missing() {
        return getMissing(this.draft);
    }

    get complete() {
        return isComplete(this.draft);
    }

    save() {
        return this.draft && this.requests.save(this.key);
    }

    onTerm(event) {
        this.state.term = event.target.value;
    }

    onChooseMatter(implementationId) {
        this.draft.implementationId = implementationId;
        return this.save();
    }

    onPages(key, pages) {
        // Pages as they are: the store of the browser takes no observed ones.
        this.draft.pages[key] = pages.map((page) => toRaw(page));
        return this.save();
    }

    onSign(signature) {
        this.draft.signature = signature;
        this.state.signing = true;
        return this.save();
    }

    onSignAgain() {
        this.state.signing = true;
        this.draft.signature = "";
        return this.save();
    }

    async onSend() {
        this.state.sending = true;
        try {
            this.state.sent = await this.requests.send(this.key);
        } finally {
            this.state.sending = false;
        }
    }

    async onDiscard() {
        await this.requests.discard(this.key);
        this.onHome();
    }

    onHome() {
        this.action.doAction(getHomeAction(), {clearBreadcrumbs: true});
    }

    onOpenSent() {
        this.action.doAction("bianmin_agent.agent_case_action", {
            viewType: "form",
            props: {resId: this.state.sent.id},
        });
    }
}

registry.category("actions").add("bianmin_agent_request", AgentRequest);
