import {Component, useEffect, useRef} from "@odoo/owl";

/** One page as it is turned, and cut where asked. */
export class PagePicture extends Component {
    static template = "bianmin_base.PagePicture";
    static props = {
        url: String,
        turns: Number,
        cut: {type: Array, optional: true},
        size: Number,
    };

    setup() {
        this.canvas = useRef("canvas");
        useEffect(
            () => {
                this.draw();
            },
            () => [
                this.props.url,
                this.props.turns,
                this.props.cut && this.props.cut.join(),
            ]
        );
    }

    async draw() {
        const image = new Image();
        image.src = this.props.url;
        await image.decode();
        const canvas = this.canvas.el;
        if (!canvas) {
            return;
        }
        const {turns, cut = [0, 0, 1, 1], size} = this.props;
        const lies = turns % 2;
        const {naturalWidth, naturalHeight} = image;
        const width = lies ? naturalHeight : naturalWidth;
        const height = lies ? naturalWidth : naturalHeight;
        const [left, top, right, bottom] = cut;
        const keptWidth = width * (right - left);
        const keptHeight = height * (bottom - top);
        const scale = Math.min(1, size / Math.max(keptWidth, keptHeight));
        canvas.width = Math.max(1, keptWidth * scale);
        canvas.height = Math.max(1, keptHeight * scale);
        const context = canvas.getContext("2d");
        context.scale(scale, scale);
        context.translate(width / 2 - left * width, height / 2 - top * height);
        context.rotate((turns * Math.PI) / 2);
        context.drawImage(image, -naturalWidth / 2, -naturalHeight / 2);
    }
}
