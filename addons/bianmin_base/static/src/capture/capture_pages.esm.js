const WHOLE = [0, 0, 1, 1];
const SIDES = {left: 0, top: 1, right: 2, bottom: 3};
// A strip thinner than this shows nothing.
const THINNEST = 0.05;

/**
 * The pages that were taken, in their order. Nothing is drawn anew: each keeps its
 * picture, how often it is turned and what is cut off; the server does the rest.
 */
export class CapturePages {
    list = [];
    nextId = 1;

    add(url) {
        this.list.push({id: this.nextId, url, turns: 0, cut: [...WHOLE]});
        this.nextId += 1;
    }

    remove(page) {
        this.list.splice(this.list.indexOf(page), 1);
    }

    /**
     * Put a page before or behind its neighbour.
     *
     * @param {Object} page
     * @param {Number} step -1 or 1
     */
    move(page, step) {
        const from = this.list.indexOf(page);
        const to = from + step;
        if (to >= 0 && to < this.list.length) {
            this.list.splice(from, 1);
            this.list.splice(to, 0, page);
        }
    }

    /** A quarter turn clockwise; what is cut off stays cut off. */
    turn(page) {
        const [left, top, right, bottom] = page.cut;
        page.turns = (page.turns + 1) % 4;
        page.cut = [1 - bottom, left, 1 - top, right];
    }

    /**
     * Move one side of what is kept.
     *
     * @param {Object} page
     * @param {String} side left, top, right or bottom
     * @param {Number} place as part of the width or height
     */
    moveSide(page, side, place) {
        const index = SIDES[side];
        const isFirst = index < 2;
        const opposite = page.cut[(index + 2) % 4];
        page.cut[index] = isFirst
            ? Math.max(0, Math.min(place, opposite - THINNEST))
            : Math.min(1, Math.max(place, opposite + THINNEST));
    }

    keepWhole(page) {
        page.cut = [...WHOLE];
    }

    /**
     * What the server is told.
     *
     * @returns {Object[]}
     */
    export() {
        return this.list.map(({url, turns, cut}) => ({
            picture: url.slice(url.indexOf(",") + 1),
            turns,
            cut: [...cut],
        }));
    }
}
