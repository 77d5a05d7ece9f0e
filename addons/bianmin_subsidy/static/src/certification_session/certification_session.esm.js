import {Component, onWillStart, useRef, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {resizePhoto} from "./photo.esm";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

/**
 * One screen for a photo session in the village: a card per person, one large button
 * each that opens the camera. A photo is sent at once; nothing is lost when the phone
 * rings.
 */
export class CertificationSession extends Component {
    static template = "bianmin_subsidy.CertificationSession";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.camera = useRef("camera");
        this.state = useState({people: [], place: "", method: "onsite", search: ""});
        this.display = {controlPanel: {}};
        onWillStart(() => this.load());
    }

    get doneCount() {
        return this.state.people.filter((person) => person.done).length;
    }

    get percent() {
        return Math.round((100 * this.doneCount) / (this.state.people.length || 1));
    }

    get progress() {
        return _t("%(done)s of %(all)s people photographed", {
            done: this.doneCount,
            all: this.state.people.length,
        });
    }

    async load() {
        const session = await this.orm.call(
            "bianmin.resident",
            "get_certification_session",
            [this.state.search]
        );
        // Who was photographed a moment ago stays on the screen, with his tick.
        const done = this.state.people.filter((person) => person.done);
        const ids = new Set(done.map((person) => person.id));
        this.state.place ||= session.place;
        this.state.people = [
            ...session.people.filter((person) => !ids.has(person.id)),
            ...done,
        ];
    }

    getBadge(person) {
        return {
            overdue: "text-bg-danger",
            7: "text-bg-danger",
            30: "text-bg-warning",
            60: "text-bg-info",
        }[person.status];
    }

    getDue(person) {
        if (!person.until) {
            return "";
        }
        return person.days < 0
            ? _t("%s days overdue", -person.days)
            : _t("%s days left", person.days);
    }

    onSearch(ev) {
        this.state.search = ev.target.value.trim();
        return this.load();
    }

    onPhotograph(person) {
        this.person = person;
        this.camera.el.click();
    }

    async onPhoto(ev) {
        const [file] = ev.target.files;
        ev.target.value = "";
        const person = this.person;
        if (!file || person.busy) {
            return;
        }
        person.busy = true;
        person.error = "";
        try {
            const photo = await resizePhoto(file);
            await this.orm.silent.create("bianmin.subsidy.certification", [
                {
                    resident_id: person.id,
                    method: this.state.method,
                    place: this.state.place,
                    photo,
                },
            ]);
            person.done = true;
            person.preview = `data:image/jpeg;base64,${photo}`;
        } catch (error) {
            person.error = error.data?.message || _t("Not sent: please try again.");
        }
        person.busy = false;
    }

    onReport(person) {
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: _t("Report"),
                res_model: "bianmin.subsidy.certification",
                views: [[false, "form"]],
                target: "new",
                context: {
                    default_resident_id: person.id,
                    default_result: "absent",
                    default_place: this.state.place,
                },
            },
            {onClose: () => this.load()}
        );
    }
}

registry.category("actions").add("bianmin_certification_session", CertificationSession);
