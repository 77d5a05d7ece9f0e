import {Component, onWillUnmount, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

/**
 * The progress of one step for many cases: asks the server for one chunk after the
 * other until none is left or somebody presses stop. What is done stays done.
 */
export class CaseBulk extends Component {
    static template = "bianmin_case.CaseBulk";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        const {total, done, failed} = this.props.record.data;
        this.state = useState({total, done, failed, running: false});
        onWillUnmount(() => (this.state.running = false));
    }

    get finished() {
        return this.state.done + this.state.failed;
    }

    get percent() {
        return this.state.total
            ? Math.round((100 * this.finished) / this.state.total)
            : 0;
    }

    get summary() {
        return _t("%(done)s done, %(failed)s not done, of %(total)s", {
            done: this.state.done,
            failed: this.state.failed,
            total: this.state.total,
        });
    }

    async onStart() {
        const {record} = this.props;
        if (!(await record.save())) {
            return;
        }
        this.state.running = true;
        try {
            await this.runChunks(record.resId);
        } finally {
            this.state.running = false;
            await record.load();
        }
    }

    onStop() {
        this.state.running = false;
    }

    async runChunks(id) {
        let left = true;
        while (left && this.state.running) {
            const result = await this.orm.call("bianmin.case.bulk", "run_chunk", [
                [id],
            ]);
            const {total, done, failed, waiting} = result;
            Object.assign(this.state, {total, done, failed});
            left = waiting > 0;
        }
    }
}

registry.category("view_widgets").add("bianmin_case_bulk", {
    component: CaseBulk,
    fieldDependencies: [
        {name: "total", type: "integer"},
        {name: "done", type: "integer"},
        {name: "failed", type: "integer"},
    ],
});
