import {_t} from "@web/core/l10n/translation";

// Written out, for where there is no network the server cannot be asked for them.

export function getHomeAction() {
    return {
        type: "ir.actions.client",
        tag: "bianmin_agent_home",
        name: _t("My Day"),
        path: "agent-home",
    };
}

export function getRequestAction() {
    return {
        type: "ir.actions.client",
        tag: "bianmin_agent_request",
        name: _t("New Request on the Phone"),
        path: "agent-request",
    };
}
