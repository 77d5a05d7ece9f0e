import {Component, useState} from "@odoo/owl";
import {CameraView} from "./camera_view.esm";
import {CapturePages} from "./capture_pages.esm";
import {Dialog} from "@web/core/dialog/dialog";
import {PageCut} from "./page_cut.esm";
import {PagePicture} from "./page_picture.esm";
import {_t} from "@web/core/l10n/translation";

/**
 * A window in which pages of a paper are taken, turned, cut and put in order. Whoever
 * opens it says how they are kept.
 */
export class CaptureDialog extends Component {
    static template = "bianmin_base.CaptureDialog";
    static components = {CameraView, Dialog, PageCut, PagePicture};
    static props = {
        title: String,
        // How many pages are kept already
        pageCount: Number,
        // Called with the pages, and whether they come behind those that are kept
        onSave: Function,
        close: Function,
    };

    setup() {
        this.pages = useState(new CapturePages());
        this.state = useState({chosenId: 0, append: true, saving: false});
    }

    get chosen() {
        return this.pages.list.find((page) => page.id === this.state.chosenId);
    }

    get number() {
        return this.pages.list.indexOf(this.chosen) + 1;
    }

    get saveLabel() {
        return _t("Save (pages: %(count)s)", {count: this.pages.list.length});
    }

    get takenBefore() {
        return _t("Pages of this paper that were taken before: %(count)s", {
            count: this.props.pageCount,
        });
    }

    getLabel(number) {
        return _t("Page %(number)s", {number});
    }

    onPage(url) {
        this.pages.add(url);
    }

    onChoose(page) {
        this.state.chosenId = page ? page.id : 0;
    }

    onTurn() {
        this.pages.turn(this.chosen);
    }

    onMove(step) {
        this.pages.move(this.chosen, step);
    }

    onMoveSide(side, place) {
        this.pages.moveSide(this.chosen, side, place);
    }

    onKeepWhole() {
        this.pages.keepWhole(this.chosen);
    }

    onRemove() {
        this.pages.remove(this.chosen);
        this.onChoose();
    }

    onChooseAppend(append) {
        this.state.append = append;
    }

    async onSave() {
        this.state.saving = true;
        try {
            await this.props.onSave(
                this.pages.export(),
                Boolean(this.props.pageCount) && this.state.append
            );
            this.props.close();
        } finally {
            this.state.saving = false;
        }
    }
}
