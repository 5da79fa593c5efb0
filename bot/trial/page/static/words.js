// The page's words in two languages. What is marked with a key changes when the language does.
const [words, settings] = await Promise.all(
  ["words.json", "settings"].map(async (path) => (await fetch(path)).json()));
const SPOKEN_AS = { words: "textContent", label: "ariaLabel", alt: "alt" };

export const demonstration = settings.demonstration;
export let language = settings.language;
// Who the page speaks for: the person who tries the bot, a relative, the family group.
const WHO = ["you", "relative", "family"];
const asked = new URLSearchParams(location.search).get("who");
export const who = WHO.includes(asked) ? asked : WHO[0];
export const others = WHO;

export function say(key, values = {}) {
  return words[language][key].replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number"
      ? new Intl.NumberFormat(language === "bn" ? "bn-BD" : "en").format(value) : value;
  });
}

// `as`: "words" for a node's text, "label" for its name, "alt" for a picture's.
export function mark(node, key, values = {}, as = "words") {
  node.dataset[as] = key;
  node.dataset.values = JSON.stringify(values);
  speak(node, as);
  return node;
}

export function speakLanguage(wanted) {
  language = wanted;
  document.documentElement.lang = language;
  document.title = who === WHO[0] ? say("title") : `${say(`who_${who}`)} · ${say("title")}`;
  for (const as of Object.keys(SPOKEN_AS)) {
    for (const node of document.querySelectorAll(`[data-${as}]`)) speak(node, as);
  }
}

export const languageOf = (text) =>
  /[\u0980-\u09ff]/.test(text) ? "bn" : /[a-z]/i.test(text) ? "en" : "";

function speak(node, as) {
  const text = say(node.dataset[as], JSON.parse(node.dataset.values ?? "{}"));
  if (!text.includes("`")) {
    node[SPOKEN_AS[as]] = text;
    return;
  }
  node.replaceChildren(...text.split("`").map((part, number) => {
    if (number % 2 === 0) return part;
    return Object.assign(document.createElement("code"), { textContent: part, lang: "en" });
  }));
}
