import {Component, onMounted, onWillUnmount, useRef} from "@odoo/owl";

/* global SignaturePad */

/**
 * A box to sign in with the finger. Unlike the pad of a form it asks the server for
 * nothing when it opens: in the field there may be no network.
 */
export class FingerPad extends Component {
    static template = "bianmin_agent.FingerPad";
    static props = {onSign: Function};

    setup() {
        this.canvas = useRef("canvas");
        onMounted(() => {
            const {el} = this.canvas;
            el.width = el.offsetWidth;
            el.height = el.offsetHeight;
            this.pad = new SignaturePad(el, {
                penColor: "black",
                minWidth: 2,
                maxWidth: 3,
            });
            this.pad.addEventListener("endStroke", () => this.onStroke());
        });
        onWillUnmount(() => this.pad.off());
    }

    onStroke() {
        const url = this.pad.toDataURL();
        this.props.onSign(url.slice(url.indexOf(",") + 1));
    }

    onClear() {
        this.pad.clear();
        this.props.onSign("");
    }
}
