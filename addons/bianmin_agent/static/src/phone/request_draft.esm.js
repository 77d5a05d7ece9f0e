/** The ID card is photographed for the authorization, not for the matter. */
export const IDENTITY = "identity";

/** A key that nobody else makes up; randomUUID is missing where there is no HTTPS. */
function makeKey() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
    return digits.join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * @param {Object} form what the server says of the villager and his matters
 * @returns {Object} an empty request
 */
export function startDraft(form) {
    return {
        key: makeKey(),
        form,
        status: "writing",
        refusal: "",
        implementationId: 0,
        note: "",
        pages: {},
        signature: "",
    };
}

export function getMatter({form, implementationId}) {
    return form.matters.find((one) => one.implementation_id === implementationId);
}

/** Papers that have to be there and are not yet, in their order. */
export function getMissing(draft) {
    return getMatter(draft).papers.filter(
        ({key, required}) => required && !draft.pages[key]?.length
    );
}

export function isComplete(draft) {
    return (
        !getMissing(draft).length &&
        Boolean(getMatter(draft).authorized || draft.signature)
    );
}

/**
 * @param {Object} draft
 * @returns {Object} what the server takes
 */
export function prepareRequest(draft) {
    const {form, pages} = draft;
    const matter = getMatter(draft);
    return {
        resident_id: form.resident.id,
        implementation_id: matter.implementation_id,
        note: draft.note,
        papers: matter.papers
            .filter(({key}) => key !== IDENTITY && pages[key]?.length)
            .map(({key}) => ({material_id: Number(key), pages: pages[key]})),
        authorization: matter.authorized
            ? false
            : {
                  ...form.authorization.terms,
                  pages: pages[IDENTITY],
                  signature: draft.signature,
              },
    };
}
