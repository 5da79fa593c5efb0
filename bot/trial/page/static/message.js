// How one message looks, and how it is heard.
import { languageOf, mark } from "./words.js";

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// From a letter of one script to the next of the other; what has no letters goes with its neighbour.
const PARTS = /[^a-z\u0980-\u09ff]*(?:[\u0980-\u09ff][^a-z]*|[a-z][^\u0980-\u09ff]*)|[^a-z\u0980-\u09ff]+$/gi;

export const fileAddress = (id) => `files/${encodeURIComponent(id)}`;

// Say in a few words what a message is, for a reply to it.
export function quote(node, message) {
  delete node.dataset.words;
  const said = message.text ?? message.caption;
  const sound = message.voice ?? message.audio;
  if (said) return Object.assign(node, { textContent: shortened(said), lang: languageOf(said) });
  node.lang = "";
  if (sound) return mark(node, "voice", { n: sound.duration });
  if (message.photo) return mark(node, "a_photo");
  if (message.video ?? message.animation ?? message.video_note ?? message.live_photo) return mark(node, "video");
  return mark(node, "file", { text: message.document?.file_name ?? "" });
}

// The bot's voice is spoken once it is played; its buttons are found, not announced.
export function render(message, fromBot, previous, { reply, press, settled }) {
  const item = element("li", { id: `message-${message.message_id}`, className: fromBot ? "" : "mine" });
  item.append(mark(element("span", { className: "who" }), fromBot ? "bot" : "you"));
  const answered = message.reply_to_message?.message_id;
  // What it replies to is said only where it isn't plain from the message before.
  if (answered && answered !== previous?.message_id && answered !== previous?.reply_to_message?.message_id) {
    item.append(element("p", { className: "quoted" }, mark(element("span"), "in_reply"), " ",
      quote(element("q"), message.reply_to_message)));
  }
  if (message.photo) {
    const { file_id: id, width, height } = message.photo.at(-1);
    const picture = element("img", { src: fileAddress(id), width, height, onload: settled });
    item.append(mark(picture, fromBot ? "a_photo" : "your_photo", {}, "alt"));
  }
  const sound = message.voice ?? message.audio;
  if (sound) {
    const audio = element("audio", { controls: true, preload: "metadata", src: fileAddress(sound.file_id) });
    item.append(mark(element("span", { className: "unseen" }), "voice", { n: sound.duration }),
      mark(audio, "voice", { n: sound.duration }, "label"));
  }
  const film = message.video ?? message.animation ?? message.video_note ?? message.live_photo;
  if (film) {
    const shown = element("video", { controls: true, preload: "metadata", src: fileAddress(film.file_id) });
    item.append(mark(element("span", { className: "unseen" }), "video"), mark(shown, "video", {}, "label"));
  }
  if (message.document && !film) {
    const { file_id: id, file_name: name } = message.document;
    item.append(element("p", {}, mark(element("a", { href: fileAddress(id), download: name }), "file", { text: name })));
  }
  const said = message.text ?? message.caption;
  if (said) item.append(element("p", { className: "said", id: `said-${message.message_id}` }, ...lines(said)));

  const row = element("div", { className: "row", ariaLive: "off" });
  for (const button of message.reply_markup?.inline_keyboard?.flat() ?? []) {
    row.append(element("button", {
      type: "button", lang: languageOf(button.text), onclick: () => press(message, button) }, button.text));
  }
  const answer = mark(element("button", {
    type: "button", className: "quiet", onclick: () => reply(message) }), "reply");
  if (said) answer.setAttribute("aria-describedby", `said-${message.message_id}`);
  row.append(answer);
  item.append(row);
  return item;
}

// Bangla and English parts each in their language, so that a screen reader takes the right voice.
function lines(text) {
  return text.split("\n").flatMap((line, number) => [
    ...(number ? ["\n"] : []),
    ...(line.match(PARTS) ?? []).map((part) => element("span", { lang: languageOf(part) }, part))]);
}

const shortened = (text) => text.length > 60 ? `${text.slice(0, 60)}…` : text;
