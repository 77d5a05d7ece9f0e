const COMMANDS = {
    Backspace: (text) => text.slice(0, -1),
    Clear: () => "",
};

/** Let the keys of a drawn keyboard write into an input. */
export function startKeyboard(keyboard, input) {
    keyboard.addEventListener("click", (event) => {
        const key = event.target.closest("[data-key]")?.dataset.key;
        if (key) {
            const type = COMMANDS[key] || ((text) => text + key);
            input.value = type(input.value);
            input.dispatchEvent(new Event("input", {bubbles: true}));
        }
    });
}
