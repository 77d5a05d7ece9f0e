import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {CameraView} from "@bianmin_base/capture/camera_view.esm";
import {CaptureDialog} from "@bianmin_base/capture/capture_dialog.esm";
import {PagePicture} from "@bianmin_base/capture/page_picture.esm";
import {useService} from "@web/core/utils/hooks";

const WHOLE = [0, 0, 1, 1];

/**
 * The papers of a request and the camera, which goes on to the next paper by itself.
 */
export class RequestPapers extends Component {
    static template = "bianmin_agent.RequestPapers";
    static components = {CameraView, PagePicture};
    static props = {
        papers: Array,
        pages: Object,
        // Called with the key of a paper and all of its pages
        onPages: Function,
    };

    setup() {
        this.dialog = useService("dialog");
        this.state = useState({chosenKey: ""});
        this.list = useRef("list");
        // The camera goes on to the next paper, and the page with it.
        useEffect(
            (key) => {
                const card = this.list.el.querySelector(`[data-key="${key}"]`);
                card?.scrollIntoView({block: "center"});
            },
            () => [this.current?.key]
        );
    }

    /** The paper that the camera is for: the one chosen, else the next that must be. */
    get current() {
        const {papers} = this.props;
        return (
            papers.find(({key}) => key === this.state.chosenKey) ||
            papers.find(({key, required}) => required && !this.getPages(key).length)
        );
    }

    getPages(key) {
        return this.props.pages[key] || [];
    }

    getUrl({picture}) {
        // The first letters tell what kind of picture it is.
        return `data:image/${picture.startsWith("iVBOR") ? "png" : "jpeg"};base64,${picture}`;
    }

    onPage(url) {
        const {key} = this.current;
        const picture = url.slice(url.indexOf(",") + 1);
        this.state.chosenKey = "";
        this.props.onPages(key, [
            ...this.getPages(key),
            {picture, turns: 0, cut: [...WHOLE]},
        ]);
    }

    onChoose(paper) {
        this.state.chosenKey = paper.key;
    }

    onRemove(paper) {
        this.props.onPages(paper.key, []);
    }

    /** Several pages, turned and cut. */
    onOpen({key, name}) {
        this.state.chosenKey = "";
        this.dialog.add(CaptureDialog, {
            title: name,
            pageCount: this.getPages(key).length,
            onSave: (pages, append) =>
                this.props.onPages(
                    key,
                    append ? [...this.getPages(key), ...pages] : pages
                ),
        });
    }
}
