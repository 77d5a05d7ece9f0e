const KEY = "bianmin_screen_preferences";
const root = document.documentElement;

function read() {
    return JSON.parse(sessionStorage.getItem(KEY) || "{}");
}

function show(preferences) {
    for (const name of ["contrast", "type"]) {
        if (preferences[name]) {
            root.dataset[name] = preferences[name];
        } else {
            delete root.dataset[name];
        }
    }
    for (const button of document.querySelectorAll(".js_preference")) {
        const pressed = button.dataset.preference in preferences;
        button.setAttribute("aria-pressed", String(pressed));
    }
}

function toggle({preference, value}) {
    const preferences = read();
    if (preferences[preference]) {
        delete preferences[preference];
    } else {
        preferences[preference] = value;
    }
    sessionStorage.setItem(KEY, JSON.stringify(preferences));
    show(preferences);
}

export function hasPreferences() {
    return Object.keys(read()).length > 0;
}

export function forgetPreferences() {
    sessionStorage.clear();
    show({});
}

/** Contrast and size of type, kept from page to page and forgotten with the visitor. */
export function startPreferences() {
    // At once, before the body comes: a page must not flash in the wrong colours.
    show(read());
    document.addEventListener("DOMContentLoaded", () => show(read()));
    document.addEventListener("click", (event) => {
        const button = event.target.closest(".js_preference");
        if (button) {
            toggle(button.dataset);
        }
    });
}
