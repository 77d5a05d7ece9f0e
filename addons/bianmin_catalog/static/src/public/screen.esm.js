import {startConnection} from "./connection.esm";
import {startIdle} from "./idle.esm";
import {startPreferences} from "./preferences.esm";
import {startSearch} from "./search.esm";

// Nothing here knows a rule of the catalogue: pages come complete from the server and can
// be read without any script.
startPreferences();
document.addEventListener("DOMContentLoaded", () => {
    if (document.body.dataset.start) {
        startConnection();
        startSearch();
        startIdle();
    }
});
