// The chat page: shows what happens in the chat, sends what the person writes, shows or says.
const LIMIT = 20_000_000;
const $ = (id) => document.getElementById(id);
const words = await (await fetch("words.json")).json();
const settings = await (await fetch("settings")).json();
const messages = new Map();
let language = settings.language;
let replyTo = null;
let recorder = null;

function say(key, values = {}) {
  return Object.entries(values).reduce(
    (text, [name, value]) => text.replace(`{${name}}`, value), words[language][key]);
}
function digits(number) {
  return new Intl.NumberFormat(language === "bn" ? "bn-BD" : "en").format(number);
}
function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function speakLanguage() {
  document.documentElement.lang = language;
  document.title = say("title");
  for (const each of document.querySelectorAll("[data-words]")) each.textContent = say(each.dataset.words);
  const other = $("language");
  other.textContent = say("other_language");
  other.lang = language === "bn" ? "en" : "bn";
  $("samples").replaceChildren(...[1, 2, 3].map((number) => {
    const button = element("button", { type: "button", onclick: () => sendSample(number) },
      element("img", { src: `samples/${number}`, alt: "" }), say("sample", { n: digits(number) }));
    return element("li", {}, button);
  }));
  $("demonstration").hidden = !settings.demonstration;
}

function short(message) {
  if (message.text) return message.text.slice(0, 60);
  if (message.voice || message.audio) return say("voice", { n: digits((message.voice ?? message.audio).duration) });
  if (message.photo) return message.caption?.slice(0, 60) ?? say("a_photo");
  return say("file", { text: message.document?.file_name ?? "" });
}

function show({ message, from_bot: fromBot }) {
  if (messages.has(message.message_id)) return;
  messages.set(message.message_id, message);
  const item = element("li", { className: fromBot ? "" : "mine", id: `message-${message.message_id}` });
  item.append(element("span", { className: "who" }, `${say(fromBot ? "bot" : "you")}: `));
  if (message.reply_to_message) item.append(element("blockquote", {}, short(message.reply_to_message)));
  const file = (id) => `files/${encodeURIComponent(id)}`;
  if (message.photo) {
    item.append(element("img", {
      src: file(message.photo.at(-1).file_id), alt: say(fromBot ? "a_photo" : "your_photo"),
      onload: () => { $("scroll").scrollTop = $("scroll").scrollHeight; } }));
  }
  const sound = message.voice ?? message.audio;
  if (sound) {
    const name = say("voice", { n: digits(sound.duration) });
    const audio = element("audio", { controls: true, src: file(sound.file_id), preload: "metadata" });
    audio.setAttribute("aria-label", name);
    item.append(element("span", { className: "hidden" }, name), audio);
  }
  if (message.document) item.append(element("p", { className: "said" }, say("file", { text: message.document.file_name ?? "" })));
  const said = message.text ?? message.caption;
  if (said) {
    const text = element("p", { className: "said" }, said);
    text.lang = /[\u0980-\u09ff]/.test(said) ? "bn" : "en";
    item.append(text);
  }
  const row = element("div", { className: "row" });
  for (const button of message.reply_markup?.inline_keyboard?.flat() ?? []) {
    row.append(element("button", { type: "button", onclick: () => press(message, button) }, button.text));
  }
  const reply = element("button", { type: "button", className: "quiet", onclick: () => answer(message) }, say("reply"));
  reply.setAttribute("aria-label", say("reply_name", { text: short(message) }));
  row.append(reply);
  item.append(row);
  $("log").append(item);
  $("scroll").scrollTop = $("scroll").scrollHeight;
  if (fromBot) $("status").textContent = "";
}

function listen() {
  const events = new EventSource("events");
  events.onopen = () => { if ($("status").textContent === say("lost")) $("status").textContent = ""; };
  events.onerror = () => { $("status").textContent = say("lost"); };
  events.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (event.message) show(event);
    else if (event.edited) {
      const text = $(`message-${event.edited.message_id}`)?.querySelector(".said");
      if (text) text.textContent = event.edited.text;
    } else if (event.deleted) $(`message-${event.deleted}`)?.remove();
    else if (event.action && $("status").textContent !== say("working")) $("status").textContent = say("working");
  };
}

async function post(path, body) {
  $("problem").textContent = "";
  const json = !(body instanceof FormData);
  try {
    const response = await fetch(path, {
      method: "POST",
      body: json ? JSON.stringify(body ?? {}) : body,
      headers: json ? { "Content-Type": "application/json" } : {},
    });
    if (!response.ok) throw new Error(response.status);
    answer(null);
    return true;
  } catch {
    $("problem").textContent = say("not_sent");
    return false;
  }
}
function answer(message) {
  replyTo = message;
  $("replying").hidden = message === null;
  if (message === null) return;
  $("replying-to").textContent = say("replying", { text: short(message) });
  $("text").focus();
}
async function sendText() {
  const text = $("text").value.trim();
  if (!text) return;
  if (await post("text", { text, reply_to: replyTo?.message_id })) $("text").value = "";
  $("text").focus();
}
async function sendFile(file) {
  if (!file) return;
  if (file.size > LIMIT) {
    $("problem").textContent = say("too_large");
    return;
  }
  const form = new FormData();
  form.append("file", file, file.name || "picture.png");
  const caption = $("text").value.trim();
  if (caption) form.append("caption", caption);
  if (replyTo) form.append("reply_to", replyTo.message_id);
  if (await post("photo", form)) $("text").value = "";
}
const sendSample = (number) => post(`samples/${number}`);
const press = (message, button) => post("press", { message_id: message.message_id, data: button.callback_data });

async function record() {
  if (recorder) {
    recorder.stop();
    return;
  }
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    $("problem").textContent = say("no_microphone");
    return;
  }
  const parts = [];
  recorder = new MediaRecorder(stream);
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onstop = async () => {
    stream.getTracks().forEach((track) => track.stop());
    const form = new FormData();
    form.append("file", new Blob(parts, { type: recorder.mimeType }), "voice.ogg");
    recorder = null;
    $("record").setAttribute("aria-pressed", "false");
    $("record").textContent = say("record");
    $("status").textContent = "";
    await post("voice", form);
  };
  recorder.start();
  $("record").setAttribute("aria-pressed", "true");
  $("record").textContent = say("stop");
  $("status").textContent = say("recording");
}

$("compose").addEventListener("submit", (event) => { event.preventDefault(); sendText(); });
$("text").addEventListener("keydown", (event) => {
  // While an input method composes a letter, Enter belongs to it.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    sendText();
  }
});
$("file").addEventListener("change", async () => { await sendFile($("file").files[0]); $("file").value = ""; });
$("record").addEventListener("click", record);
$("cancel-reply").addEventListener("click", () => { answer(null); $("text").focus(); });
$("language").addEventListener("click", () => {
  language = language === "bn" ? "en" : "bn";
  speakLanguage();
  post("text", { text: `/language ${language}` });
});
document.addEventListener("keydown", (event) => {
  const number = "123".indexOf(event.key) + 1 || "১২৩".indexOf(event.key) + 1;
  const typing = event.target.closest("textarea, audio");
  if (!number || typing || !$("keys").checked || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  sendSample(number);
});
document.addEventListener("paste", (event) => {
  const file = [...event.clipboardData.files].find((each) => each.type.startsWith("image/"));
  if (file) { event.preventDefault(); sendFile(file); }
});
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => { event.preventDefault(); document.body.classList.add("dropping"); });
}
for (const name of ["dragleave", "drop"]) {
  document.addEventListener(name, () => document.body.classList.remove("dropping"));
}
document.addEventListener("drop", (event) => { event.preventDefault(); sendFile(event.dataTransfer.files[0]); });

speakLanguage();
listen();
