/**
 * Steps that the tours of a journey share. They name fields and buttons, never words:
 * the journey is walked in Chinese, and in any other language.
 */

export function press(name, within = "") {
    return {
        content: `press ${name}`,
        trigger: `${within} button[name=${name}]:enabled`,
        run: "click",
    };
}

/** Press a button of the form and wait until the form says what became of it. */
export function pressUntil(name, state) {
    return [press(name, ".o_form_view"), stateIs(state)];
}

/** Say yes to the question that a button asks first. */
export function confirm() {
    return {
        content: "yes",
        trigger: ".modal .modal-footer .btn-primary",
        run: "click",
    };
}

export function stateIs(state) {
    return {
        content: `it is ${state} now`,
        trigger: `.o_field_statusbar button.o_arrow_button_current[data-value=${state}]`,
    };
}

/** Open what is about somebody, from a list or from cards. */
export function open(text) {
    return {
        content: `open ${text}`,
        trigger: `.o_kanban_record:contains(${text}), .o_data_row:contains(${text}) .o_data_cell:first`,
        run: "click",
    };
}

/** Look for somebody or something by what is typed, and take the first that is found. */
export function choose(field, text, within = "", typed = text) {
    return [
        {
            content: `look for ${text}`,
            trigger: `${within} .o_field_widget[name=${field}] input`,
            run: `edit ${typed}`,
        },
        {
            content: `choose ${text}`,
            trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(${text})`,
            run: "click",
        },
    ];
}

/** Put a file into an upload button, as the camera of a phone does. */
export function upload(trigger, name, content) {
    return {
        content: `upload ${name}`,
        trigger,
        run() {
            const bytes = typeof content === "function" ? content() : content;
            const transfer = new DataTransfer();
            transfer.items.add(new File([bytes], name));
            this.anchor.files = transfer.files;
            this.anchor.dispatchEvent(new Event("change", {bubbles: true}));
        },
    };
}

/** A picture that a browser can show: one dot. */
export function picture() {
    const dot =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA" +
        "AABJRU5ErkJggg==";
    return Uint8Array.from(atob(dot), (char) => char.charCodeAt(0));
}

/** Draw a line with the finger and wait until the pad has taken it. */
export function sign(within = ".modal") {
    return [
        {
            content: "sign with the finger",
            trigger: `${within} canvas.o_web_sign_signature`,
            run() {
                drawLine(this.anchor);
            },
        },
        {
            content: "the signature is there",
            trigger: `${within} canvas.o_web_sign_signature`,
            run: "canvasNotEmpty",
        },
    ];
}

function drawLine(canvas) {
    const box = canvas.getBoundingClientRect();
    const point = (type, target, part) =>
        target.dispatchEvent(
            new PointerEvent(type, {
                bubbles: true,
                buttons: type === "pointerup" ? 0 : 1,
                button: 0,
                pointerId: 1,
                pointerType: "touch",
                pressure: 0.5,
                isPrimary: true,
                clientX: box.left + box.width * part,
                clientY: box.top + box.height * (0.3 + part / 3),
            })
        );
    point("pointerdown", canvas, 0.2);
    for (const part of [0.3, 0.4, 0.5, 0.6, 0.7]) {
        point("pointermove", canvas, part);
    }
    point("pointerup", canvas, 0.7);
}
