// The chat page: shows what happens in the chat, sends what the person writes, shows or says.
import { element, quote, render } from "./message.js";
import * as voice from "./record.js";
import { demonstration, language, mark, others, say, speakLanguage, who } from "./words.js";

const LIMIT = 20_000_000;
// How far from its end the conversation may be and still follow what is new, in pixels.
const NEAR = 120;
const ACTIONS = { record_voice: "speaking", upload_voice: "speaking" };
const $ = (id) => document.getElementById(id);
const log = $("log");
const messages = new Map();
let replyTo = null;
let announced = false;
// Whether what was said before has been shown; only what comes after it is news.
let upToDate = false;
// Whether the end of the conversation is in view, and should stay there.
let atEnd = true;

function switchLanguage(wanted) {
  // The words that change are not news.
  log.ariaLive = "off";
  speakLanguage(wanted);
  const other = language === "bn" ? "en" : "bn";
  Object.assign($("language"), { textContent: say("other_language"), lang: other });
  setTimeout(listenAloud);
}

function listenAloud() {
  log.ariaLive = upToDate ? "polite" : "off";
}

function showSamples() {
  $("samples").append(...[1, 2, 3, 4].map((n) => {
    const picture = mark(element("img", { src: `samples/${n}` }), `sample_${n}`, {}, "alt");
    const name = mark(element("span"), "sample", { n });
    return element("li", {}, element("button", { type: "button", onclick: () => sendSample(n) }, name, picture));
  }));
}

// Links, so that two people can talk in two windows.
function showWho() {
  $("who").append(...others.map((name) => {
    const link = mark(element("a", { href: name === others[0] ? "./" : `./?who=${name}` }), `who_${name}`);
    if (name === who) link.ariaCurrent = "page";
    return element("li", {}, link);
  }));
}

const address = (path) => `${path}?who=${who}`;

function show(message, fromBot) {
  const before = messages.get(message.message_id);
  if (before && JSON.stringify(before) === JSON.stringify(message)) return;
  messages.set(message.message_id, message);
  const said = [...messages.values()];
  const previous = said[said.indexOf(message) - 1];
  const item = render(message, fromBot, previous, { reply, press, settled: follow });
  atEnd ||= !fromBot;
  if (before) $(item.id)?.replaceWith(item);
  else $("messages").append(item);
  follow();
  if (!fromBot) announced = false;
  $("working").hidden = true;
  if ($("status").dataset.words === "looking") hush();
}

function follow() {
  if (atEnd) log.scrollTop = log.scrollHeight;
}

// What the bot does is seen all the time; that it looks is heard once after each message.
function work(action) {
  const doing = ACTIONS[action] ?? "looking";
  mark($("working"), doing);
  $("working").hidden = false;
  if (announced || doing !== "looking") return;
  tell(doing);
  announced = true;
}

function tell(key) {
  const status = $("status");
  status.className = key === "looking" ? "unseen" : "";
  mark(status, key);
}

function hush() {
  const status = $("status");
  delete status.dataset.words;
  status.textContent = "";
}

function complain(key) {
  if (key) return mark($("problem"), key);
  delete $("problem").dataset.words;
  return Object.assign($("problem"), { textContent: "" });
}

function listen() {
  const events = new EventSource(address("events"));
  events.onopen = hush;
  events.onerror = () => { upToDate = false; listenAloud(); tell("lost"); };
  events.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (event.message) show(event.message, event.from_bot);
    else if (event.ready) { upToDate = true; listenAloud(); }
    else if (event.action) work(event.action);
    else if (event.answered && event.text) Object.assign($("status"), { textContent: event.text, className: "" });
  };
}

// One after the other: what is sent quickly arrives in the order in which it was sent.
let posted = Promise.resolve();
function post(path, body) {
  posted = posted.then(() => postNow(path, body));
  return posted;
}

async function postNow(path, body) {
  complain(null);
  const form = body instanceof FormData;
  try {
    const response = await fetch(address(path), {
      method: "POST",
      body: form ? body : JSON.stringify(body ?? {}),
      headers: form ? {} : { "Content-Type": "application/json" },
    });
    if (response.ok) return true;
    complain(response.status === 413 ? "too_large" : "not_sent");
  } catch {
    complain("not_sent");
  }
  return false;
}

function reply(message) {
  replyTo = message;
  $("replying").hidden = !message;
  if (message) quote($("replying-to"), message);
  $("text").focus();
}

async function sendText() {
  if (!$("text").value.trim()) return $("text").focus();
  const taken = take();
  if (!await post("text", { text: taken.text, reply_to: taken.about?.message_id })) giveBack(taken);
}

// What is written, and the message that it replies to, leave the field at once: the next
// question may be typed while this one is on its way.
function take() {
  const taken = { text: $("text").value.trim(), about: replyTo };
  $("text").value = "";
  if (replyTo) reply(null);
  return taken;
}

function giveBack({ text, about }) {
  $("text").value = [text, $("text").value].filter(Boolean).join("\n");
  if (about && !replyTo) reply(about);
}

async function sendFiles(files) {
  const chosen = [...files];
  if (chosen.length === 0) return;
  if (chosen.reduce((sum, file) => sum + file.size, 0) > LIMIT) {
    complain("too_large");
    return;
  }
  const taken = take();
  const form = new FormData();
  form.append("caption", taken.text);
  form.append("reply_to", taken.about?.message_id ?? "");
  for (const file of chosen) form.append("file", file, file.name || "picture.png");
  if (!await post("files", form)) giveBack(taken);
}

const sendSample = (number) => post(`samples/${number}`);
const press = (message, button) => post("press", { message_id: message.message_id, data: button.callback_data });

async function record() {
  if (voice.recording()) {
    voice.stop();
    return;
  }
  complain(null);
  try {
    await voice.start(recorded);
  } catch {
    complain("no_microphone");
    return;
  }
  recordingNow(true);
}

async function recorded(sound) {
  recordingNow(false);
  if (sound) {
    const form = new FormData();
    form.append("reply_to", replyTo?.message_id ?? "");
    form.append("file", sound, "voice");
    if (await post("voice", form) && replyTo) reply(null);
  }
}

function recordingNow(on) {
  mark($("record"), on ? "stop" : "record");
  $("record").classList.toggle("recording", on);
  $("cancel-recording").hidden = !on;
  if (on) tell("recording");
  else hush();
}

$("compose").addEventListener("submit", (event) => { event.preventDefault(); sendText(); });
$("text").addEventListener("keydown", (event) => {
  // While an input method composes a letter, Enter belongs to it.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    sendText();
  }
});
$("file").addEventListener("change", async () => { await sendFiles($("file").files); $("file").value = ""; });
$("record").addEventListener("click", record);
$("cancel-recording").addEventListener("click", () => { voice.stop({ discard: true }); $("record").focus(); });
$("cancel-reply").addEventListener("click", () => reply(null));
$("language").addEventListener("click", () => {
  switchLanguage(language === "bn" ? "en" : "bn");
  post("text", { text: `/language ${language}` });
});
document.addEventListener("keydown", (event) => {
  const number = Math.max("1234".indexOf(event.key), "১২৩৪".indexOf(event.key)) + 1;
  const busy = event.target.closest("textarea, audio") || event.ctrlKey || event.metaKey || event.altKey;
  if (!number || busy || event.repeat || !$("keys").checked) return;
  event.preventDefault();
  sendSample(number);
});
document.addEventListener("paste", (event) => {
  const files = [...event.clipboardData.files].filter(({ type }) => type.startsWith("image/") || type === "application/pdf");
  if (files.length) { event.preventDefault(); sendFiles(files); }
});
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => { event.preventDefault(); document.body.classList.add("dropping"); });
}
for (const name of ["dragleave", "drop"]) {
  document.addEventListener(name, () => document.body.classList.remove("dropping"));
}
document.addEventListener("drop", (event) => { event.preventDefault(); sendFiles(event.dataTransfer.files); });

// Past many players and buttons, Tab takes long.
log.addEventListener("keydown", ({ key }) => { if (key === "Escape") $("text").focus(); });
log.addEventListener("scrollend", () => { atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR; });
new ResizeObserver(follow).observe(log);

showWho();
showSamples();
$("demonstration").hidden = !demonstration;
switchLanguage(language);
listen();
