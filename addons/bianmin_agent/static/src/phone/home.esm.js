import {Component, onWillStart, useExternalListener, useState} from "@odoo/owl";
import {ConnectionLostError} from "@web/core/network/rpc";
import {Layout} from "@web/search/layout";
import {getMatter} from "./request_draft.esm";
import {getRequestAction} from "./phone_actions.esm";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useDebounced} from "@web/core/utils/timing";
import {useService} from "@web/core/utils/hooks";

const TYPING_MILLISECONDS = 300;

/**
 * The agent's first screen: whom he looks for, what is to do today, what the hall says.
 */
export class AgentHome extends Component {
    static template = "bianmin_agent.Home";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.requests = useService("bianmin_agent.requests");
        this.kept = useState(this.requests.state);
        this.state = useState({home: null, villagers: [], term: "", offline: false});
        this.searchSoon = useDebounced(() => this.search(), TYPING_MILLISECONDS);
        useExternalListener(window, "online", () => this.load());
        onWillStart(() => Promise.all([this.load(), this.requests.load()]));
    }

    get display() {
        return {controlPanel: {}};
    }

    /** Ask the server; without a network the page stays as it is and says so. */
    async ask(method, ...values) {
        try {
            const answer = await this.orm.call("bianmin.agent", method, values);
            this.state.offline = false;
            return answer;
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.state.offline = true;
            return null;
        }
    }

    async load() {
        this.state.home = await this.ask("get_home");
        this.state.villagers = this.state.home?.villagers || [];
    }

    async search() {
        const {term} = this.state;
        const found = await this.ask("search_my_villagers", term);
        // Answers may come in another order than they were asked for.
        if (found && term === this.state.term) {
            this.state.villagers = found;
        }
    }

    getMatterName(draft) {
        return getMatter(draft)?.name;
    }

    onTerm(event) {
        this.state.term = event.target.value.trim();
        this.searchSoon();
    }

    async onNewRequest(villager) {
        try {
            this.openRequest(await this.requests.begin(villager.id));
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.state.offline = true;
        }
    }

    onOpenVillager(villager) {
        return this.open("bianmin_agent.agent_resident_action", villager.id);
    }

    openRequest(key) {
        return this.action.doAction(getRequestAction(), {props: {requestKey: key}});
    }

    onOpenRow(section, row) {
        return this.open(section.action, row.id);
    }

    onOpenSection({action, context}) {
        return this.action.doAction(action, {additionalContext: context});
    }

    open(action, resId) {
        return this.action.doAction(action, {viewType: "form", props: {resId}});
    }

    onReload() {
        this.requests.sendWaiting();
        return this.load();
    }
}

registry.category("actions").add("bianmin_agent_home", AgentHome);
