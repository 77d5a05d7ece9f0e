import {
    Component,
    onMounted,
    onWillStart,
    onWillUnmount,
    useRef,
    useState,
} from "@odoo/owl";
import {CoverageDrawing} from "./coverage_drawing.esm";
import {Layout} from "@web/search/layout";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

/**
 * Which villages are covered, on a map; a press opens the station or the village.
 */
export class CoverageMap extends Component {
    static template = "bianmin_base.CoverageMap";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.canvas = useRef("canvas");
        this.state = useState({data: null, hidden: {}});
        onWillStart(() => this.load());
        onMounted(() => this.draw());
        onWillUnmount(() => this.drawing?.remove());
    }

    get display() {
        return {controlPanel: {}};
    }

    get divisionId() {
        return this.props.action.context?.coverage_division_id || false;
    }

    async load() {
        this.state.data = await this.orm.call(
            "bianmin.division.coverage",
            "get_map",
            [],
            {
                division_id: this.divisionId,
            }
        );
    }

    draw() {
        if (this.state.data.points.length) {
            this.drawing = new CoverageDrawing(
                this.canvas.el,
                this.state.data,
                (point) => this.onOpen(point)
            );
        }
    }

    onOpen(point) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: point.res_model,
            res_id: point.res_id,
            views: [[false, "form"]],
        });
    }

    onToggle(status) {
        this.state.hidden[status] = !this.state.hidden[status];
        this.drawing?.toggle(status, this.state.hidden[status]);
    }

    async onShowList() {
        const action = this.divisionId
            ? await this.orm.call("bianmin.division", "action_view_coverage", [
                  this.divisionId,
              ])
            : "bianmin_base.division_coverage_action";
        return this.action.doAction(action);
    }
}

registry.category("actions").add("bianmin_coverage_map", CoverageMap);
