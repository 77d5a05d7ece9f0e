import {Camera, drawPicture, readPicture} from "./camera.esm";
import {Component, onMounted, onWillUnmount, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

/** What the camera sees, and the button that takes a page of it. */
export class CameraView extends Component {
    static template = "bianmin_base.CameraView";
    static props = {onPage: Function};

    setup() {
        this.notification = useService("notification");
        this.video = useRef("video");
        this.camera = new Camera();
        this.state = useState({status: "starting", devices: [], deviceId: ""});
        this.isThere = true;
        onMounted(() => this.start());
        onWillUnmount(() => {
            this.isThere = false;
            this.camera.stop();
        });
    }

    async start(deviceId) {
        this.state.status = "starting";
        try {
            await this.camera.start(deviceId);
        } catch {
            this.state.status = "missing";
            return;
        }
        if (!this.isThere) {
            this.camera.stop();
            return;
        }
        this.video.el.srcObject = this.camera.stream;
        this.state.devices = this.camera.devices;
        this.state.deviceId = this.camera.deviceId;
    }

    get devices() {
        return this.state.devices.map(({deviceId, label}, index) => ({
            deviceId,
            label: label || _t("Camera %(number)s", {number: index + 1}),
        }));
    }

    onPlaying() {
        this.state.status = "live";
    }

    onChooseDevice(event) {
        return this.start(event.target.value);
    }

    onTake() {
        const {el} = this.video;
        this.props.onPage(drawPicture(el, el.videoWidth, el.videoHeight));
    }

    async onFiles(event) {
        const files = [...event.target.files];
        event.target.value = "";
        for (const file of files) {
            try {
                this.props.onPage(await readPicture(file));
            } catch {
                this.notification.add(
                    _t("“%(file)s” is no picture.", {file: file.name}),
                    {type: "danger"}
                );
            }
        }
    }
}
