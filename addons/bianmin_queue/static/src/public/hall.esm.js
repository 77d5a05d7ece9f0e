import {startDisplay, startStrip} from "./display.esm";
import {startKiosk} from "./kiosk.esm";
import {startTicket} from "./ticket.esm";

const START = {
    display: startDisplay,
    kiosk: startKiosk,
    strip: startStrip,
    ticket: startTicket,
};

document.addEventListener("DOMContentLoaded", () =>
    START[document.body.dataset.page]?.()
);
