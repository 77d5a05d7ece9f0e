import {browser} from "@web/core/browser/browser";

const REMEMBERED = "bianmin_base.camera";
// A page of A4 at 200 dots per inch; a camera that has less gives what it has.
const WIDTH = 2560;
const HEIGHT = 1920;
const QUALITY = 0.9;

/**
 * The cameras of this machine: a document camera on the counter, those of a phone.
 */
export class Camera {
    devices = [];
    deviceId = "";
    stream = null;

    /**
     * Turn a camera on.
     *
     * @param {String} deviceId which; else the one used last, else the one at the back
     * @throws {Error} when there is none or it may not be used
     */
    async start(deviceId = browser.localStorage.getItem(REMEMBERED)) {
        this.stop();
        const media = browser.navigator.mediaDevices;
        if (!media) {
            throw new Error("A page that is not served over HTTPS has no camera");
        }
        const video = {width: {ideal: WIDTH}, height: {ideal: HEIGHT}};
        video.facingMode = {ideal: "environment"};
        if (deviceId) {
            video.deviceId = {ideal: deviceId};
        }
        this.stream = await media.getUserMedia({video});
        this.deviceId = this.stream.getVideoTracks()[0].getSettings().deviceId;
        browser.localStorage.setItem(REMEMBERED, this.deviceId);
        const devices = await media.enumerateDevices();
        this.devices = devices.filter((device) => device.kind === "videoinput");
    }

    stop() {
        this.stream?.getTracks().forEach((track) => track.stop());
        this.stream = null;
    }
}

/**
 * Draw a picture or what a camera shows, no larger than it takes to read it.
 *
 * @param {HTMLVideoElement|HTMLImageElement} source
 * @param {Number} width
 * @param {Number} height
 * @returns {String} a JPEG as data URL
 */
export function drawPicture(source, width, height) {
    const scale = Math.min(1, WIDTH / Math.max(width, height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext("2d");
    context.fillStyle = "white";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", QUALITY);
}

/**
 * Read a picture from a file, the way up that its camera noted.
 *
 * @param {File} file
 * @returns {Promise<String>} a JPEG as data URL
 * @throws {Error} when the file is no picture
 */
export async function readPicture(file) {
    const url = URL.createObjectURL(file);
    try {
        const image = new Image();
        image.src = url;
        await image.decode();
        return drawPicture(image, image.naturalWidth, image.naturalHeight);
    } finally {
        URL.revokeObjectURL(url);
    }
}
