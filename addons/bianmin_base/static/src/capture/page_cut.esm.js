import {Component, useRef} from "@odoo/owl";
import {PagePicture} from "./page_picture.esm";
import {_t} from "@web/core/l10n/translation";

// How far one press of an arrow key moves a side.
const STEP = 0.01;
const ARROWS = {ArrowLeft: -STEP, ArrowUp: -STEP, ArrowRight: STEP, ArrowDown: STEP};

/** One page with four sides to be moved to the edge of the paper. */
export class PageCut extends Component {
    static template = "bianmin_base.PageCut";
    static components = {PagePicture};
    static props = {page: Object, onMoveSide: Function};

    setup() {
        this.area = useRef("area");
        this.side = null;
    }

    get sides() {
        const [left, top, right, bottom] = this.props.page.cut;
        const across = 50 * (left + right);
        const down = 50 * (top + bottom);
        return [
            {name: "left", label: _t("Left edge"), x: 100 * left, y: down},
            {name: "top", label: _t("Upper edge"), x: across, y: 100 * top},
            {name: "right", label: _t("Right edge"), x: 100 * right, y: down},
            {name: "bottom", label: _t("Lower edge"), x: across, y: 100 * bottom},
        ];
    }

    get frameStyle() {
        const [left, top, right, bottom] = this.props.page.cut.map((one) => 100 * one);
        return `left:${left}%;top:${top}%;right:${100 - right}%;bottom:${100 - bottom}%`;
    }

    onPointerDown(event, side) {
        event.preventDefault();
        event.target.setPointerCapture(event.pointerId);
        this.side = side;
    }

    onPointerMove(event) {
        if (!this.side) {
            return;
        }
        const box = this.area.el.getBoundingClientRect();
        const across = ["left", "right"].includes(this.side);
        this.props.onMoveSide(
            this.side,
            across
                ? (event.clientX - box.left) / box.width
                : (event.clientY - box.top) / box.height
        );
    }

    onPointerUp() {
        this.side = null;
    }

    onKeydown(event, side) {
        const step = ARROWS[event.key];
        if (step) {
            event.preventDefault();
            const index = ["left", "top", "right", "bottom"].indexOf(side);
            this.props.onMoveSide(side, this.props.page.cut[index] + step);
        }
    }
}
