import globals from "globals";
import js from "@eslint/js";

const MAX_LINES = 150;

export default [
    {ignores: ["var/", "node_modules/", "**/static/lib/"]},
    js.configs.recommended,
    {
        languageOptions: {ecmaVersion: 2024, sourceType: "module"},
        linterOptions: {reportUnusedDisableDirectives: "error"},
        rules: {
            complexity: ["error", 10],
            curly: "error",
            eqeqeq: "error",
            "max-lines": ["error", {max: MAX_LINES}],
            "max-nested-callbacks": ["error", 4],
            "no-console": "error",
            "no-shadow": "error",
            "no-unused-vars": ["error", {argsIgnorePattern: "^_"}],
            "no-var": "error",
            "object-shorthand": "error",
            "prefer-const": "error",
            "prefer-template": "error",
        },
    },
    {
        files: ["addons/**/*.js"],
        languageOptions: {
            globals: {...globals.browser, luxon: "readonly", odoo: "readonly"},
        },
    },
    {
        // The code given to page.evaluate runs in the browser.
        files: ["scripts/**/*.mjs", "tests/**/*.mjs"],
        languageOptions: {globals: {...globals.node, ...globals.browser}},
        rules: {"no-console": "off"},
    },
];
