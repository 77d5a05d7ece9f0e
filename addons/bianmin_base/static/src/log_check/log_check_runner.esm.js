import {Component, onWillUnmount, useEffect, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

/**
 * Goes on with a running check until the server says that all is checked: one request
 * after the other, so that no request is long and the bar moves.
 */
export class LogCheckRunner extends Component {
    static template = "bianmin_base.LogCheckRunner";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.state = useState({busy: false});
        this.isMounted = true;
        // Also when the button has just saved a new check.
        useEffect(
            () => {
                this.run();
            },
            () => [this.isRunning]
        );
        onWillUnmount(() => {
            this.isMounted = false;
        });
    }

    get isRunning() {
        return Boolean(this.record.resId) && this.record.data.state === "running";
    }

    get record() {
        return this.props.record;
    }

    get percent() {
        return Math.round(this.record.data.progress);
    }

    async run() {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        while (this.isMounted && this.isRunning) {
            await this.orm.call(this.record.resModel, "action_check_next", [
                [this.record.resId],
            ]);
            if (this.isMounted) {
                await this.record.load();
            }
        }
        this.state.busy = false;
    }

    async onStop() {
        await this.orm.call(this.record.resModel, "action_stop", [[this.record.resId]]);
        await this.record.load();
    }
}

registry.category("view_widgets").add("bianmin_log_check_runner", {
    component: LogCheckRunner,
});
