const NOT_FOUND = Infinity;

/** Whether the letters of `part` stand in `text` in this order: gth in gtgshdj. */
function isSpreadIn(part, text) {
    let position = -1;
    return [...part].every((letter) => {
        position = text.indexOf(letter, position + 1);
        return position >= 0;
    });
}

function rank(item, wanted) {
    const [syllables = "", initials = ""] = item.pinyin.split(" ");
    const steps = [
        item.name.startsWith(wanted) || initials.startsWith(wanted),
        item.name.includes(wanted) || initials.includes(wanted),
        syllables.startsWith(wanted),
        wanted.length > 2 && syllables.includes(wanted),
        // 个体户 and gth stand for 个体工商户: people shorten long names.
        wanted.length > 1 && isSpreadIn(wanted, initials),
        wanted.length > 1 && isSpreadIn(wanted, item.name),
    ];
    const step = steps.indexOf(true);
    return step < 0 ? NOT_FOUND : step;
}

/** The items whose name or pinyin fits what was typed, the best first. */
export function findItems(items, text) {
    const wanted = text.toLowerCase().replace(/\s/g, "");
    if (!wanted) {
        return [];
    }
    return items
        .map((item, place) => ({item, place, step: rank(item, wanted)}))
        .filter(({step}) => step !== NOT_FOUND)
        .sort((a, b) => a.step - b.step || a.place - b.place)
        .map(({item}) => item);
}
