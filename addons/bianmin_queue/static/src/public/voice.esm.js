const LANGUAGE = "zh-CN";
const SILENCE_MILLISECONDS = 8000;
const waiting = [];
let speaking = false;
let warn = () => undefined;

function findVoice() {
    const voices = speechSynthesis.getVoices().filter(({lang}) => /^zh/i.test(lang));
    return voices.find(({localService}) => localService) || voices[0];
}

function next() {
    speaking = false;
    if (waiting.length) {
        say(waiting.shift());
    }
}

/** One after another: a call is never spoken over the one before. */
function say(text) {
    speaking = true;
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = LANGUAGE;
    utterance.voice = findVoice() || null;
    // A browser that keeps silent tells nobody: after a while the next one is tried.
    const silence = setTimeout(() => {
        warn(true);
        speechSynthesis.cancel();
        next();
    }, SILENCE_MILLISECONDS);
    utterance.onstart = () => warn(false);
    utterance.onend = () => {
        clearTimeout(silence);
        next();
    };
    utterance.onerror = () => {
        clearTimeout(silence);
        warn(true);
        next();
    };
    speechSynthesis.speak(utterance);
}

export function speak(text) {
    if (!window.speechSynthesis) {
        warn(true);
    } else if (speaking) {
        waiting.push(text);
    } else {
        say(text);
    }
}

/** Say at the start, and whenever it is so, that nothing is heard. */
export function startVoice(button) {
    warn = (isSilent) => {
        button.hidden = !isSilent;
    };
    button.addEventListener("click", () => speak(document.title));
    const check = () => warn(!window.speechSynthesis || !findVoice());
    check();
    window.speechSynthesis?.addEventListener?.("voiceschanged", check);
}
