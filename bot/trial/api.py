"""The Bot API's methods, as far as a chat bot uses them, with Telegram's own refusals."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.trial.cloud import BOT, DOWNLOAD_LIMIT, Cloud, Json, StoredFile

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_ACTIONS = {"typing", "upload_photo", "record_voice", "upload_voice", "upload_document"}


class ApiError(Exception):
    """A refusal, as Telegram words it. code: the HTTP status too."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    data: bytes
    name: str
    mime: str


@dataclass(frozen=True)
class Call:
    """One call: its parameters as text, the files that came along."""

    cloud: Cloud
    values: dict[str, str]
    files: dict[str, Upload]

    def text(self, name: str, default: str = "") -> str:
        """A parameter as it came."""
        return self.values.get(name, default)

    def number(self, name: str, default: int = 0) -> int:
        """A whole number."""
        value = self.values.get(name)
        if value is None:
            return default
        try:
            return int(value)
        except ValueError:
            raise ApiError(400, f"Bad Request: {name} must be an integer") from None

    def data(self, name: str) -> Any:
        """A parameter that is JSON; None where it is not given."""
        value = self.values.get(name)
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise ApiError(400, f"Bad Request: can't parse {name} JSON object") from None

    def chat(self) -> int:
        """The chat that is meant. Refuses one that never wrote."""
        if "chat_id" not in self.values:
            raise ApiError(400, "Bad Request: chat_id is empty")
        chat_id = self.number("chat_id")
        if chat_id not in self.cloud.profiles:
            raise ApiError(400, "Bad Request: chat not found")
        return chat_id


Method = Callable[[Call], Awaitable[object]]


async def get_me(_call: Call) -> Json:
    """The bot itself."""
    return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False}


async def get_updates(call: Call) -> list[Json]:
    """Long polling; the offset confirms what came before it."""
    cloud = call.cloud
    if cloud.webhook:
        raise ApiError(
            409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook"
        )
    if cloud.polls:
        raise ApiError(
            409,
            "Conflict: terminated by other getUpdates request; "
            "make sure that only one bot instance is running",
        )
    offset = call.number("offset")
    if offset:
        cloud.confirm(offset)
    cloud.polls += 1
    await cloud.changed(None)
    try:
        return await cloud.wait_for_updates(call.number("limit", 100), call.number("timeout"))
    finally:
        cloud.polls -= 1


async def get_file(call: Call) -> Json:
    """Where a file can be fetched."""
    file = call.cloud.files.get(call.text("file_id"))
    if file is None:
        raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    if len(file.data) > DOWNLOAD_LIMIT:
        raise ApiError(400, "Bad Request: file is too big")
    return {**described(file), "file_path": file.path}


async def send_message(call: Call) -> Json:
    """A text."""
    text = call.text("text").strip()
    if not text:
        raise ApiError(400, "Bad Request: message text is empty")
    if units(text) > TEXT_LIMIT:
        raise ApiError(400, "Bad Request: message is too long")
    return await _send(call, {"text": text})


async def send_voice(call: Call) -> Json:
    """A voice message; Telegram plays OGG with Opus as one."""
    file = _uploaded(call, "voice", "voice", ".oga", "audio/ogg")
    if not file.data.startswith(b"OggS"):
        return await _send(call, {"document": described(file), **_caption(call)})
    voice = {**described(file), "duration": call.number("duration"), "mime_type": "audio/ogg"}
    return await _send(call, {"voice": voice, **_caption(call)})


async def send_audio(call: Call) -> Json:
    """A sound file."""
    file = _uploaded(call, "audio", "music", ".ogg", "audio/ogg")
    audio = {**described(file), "duration": call.number("duration"), "mime_type": file.mime}
    return await _send(call, {"audio": audio, **_caption(call)})


async def send_photo(call: Call) -> Json:
    """A picture."""
    file = _uploaded(call, "photo", "photos", ".jpg", "image/jpeg")
    size = {**described(file), "width": 1280, "height": 960}
    return await _send(call, {"photo": [size], **_caption(call)})


async def send_document(call: Call) -> Json:
    """Any file."""
    file = _uploaded(call, "document", "documents", "", "application/octet-stream")
    return await _send(call, {"document": described(file), **_caption(call)})


async def send_chat_action(call: Call) -> bool:
    """What the bot is doing."""
    chat_id = call.chat()
    action = call.text("action")
    if action not in _ACTIONS:
        raise ApiError(400, "Bad Request: wrong parameter action in request")
    call.cloud.actions.append({"chat_id": chat_id, "action": action})
    await call.cloud.changed({"action": action, "chat_id": chat_id})
    return True


async def edit_message_text(call: Call) -> Json:
    """Another text for a message of the bot."""
    chat_id = call.chat()
    message = call.cloud.message(chat_id, call.number("message_id"))
    if message is None or message["from"]["id"] != BOT["id"]:
        raise ApiError(400, "Bad Request: message to edit not found")
    text = call.text("text").strip()
    if not text:
        raise ApiError(400, "Bad Request: message text is empty")
    if text == message.get("text") and call.data("reply_markup") == message.get("reply_markup"):
        raise ApiError(
            400,
            "Bad Request: message is not modified: specified new message content and reply "
            "markup are exactly the same as a current content and reply markup of the message",
        )
    message.update(text=text, edit_date=message["date"])
    await call.cloud.changed({"edited": message})
    return message


async def edit_message_reply_markup(call: Call) -> Json:
    """Other buttons under a message of the bot."""
    message = call.cloud.message(call.chat(), call.number("message_id"))
    if message is None:
        raise ApiError(400, "Bad Request: message to edit not found")
    markup = call.data("reply_markup")
    message.pop("reply_markup", None)
    if markup:
        message["reply_markup"] = markup
    await call.cloud.changed({"edited": message})
    return message


async def delete_message(call: Call) -> bool:
    """Take a message out of the chat."""
    chat_id = call.chat()
    message = call.cloud.message(chat_id, call.number("message_id"))
    if message is None:
        raise ApiError(400, "Bad Request: message to delete not found")
    call.cloud.chats[chat_id].remove(message)
    await call.cloud.changed({"deleted": message["message_id"], "chat_id": chat_id})
    return True


async def answer_callback_query(call: Call) -> bool:
    """The answer to a button."""
    query = call.text("callback_query_id")
    if query not in call.cloud.answers:
        raise ApiError(
            400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )
    call.cloud.answers[query] = {
        "text": call.text("text"),
        "show_alert": call.text("show_alert") == "true",
    }
    await call.cloud.changed(None)
    return True


async def set_webhook(call: Call) -> bool:
    """Where updates should be sent; the stand-in only remembers it."""
    call.cloud.webhook = call.text("url")
    return True


async def delete_webhook(call: Call) -> bool:
    """Back to polling."""
    call.cloud.webhook = ""
    return True


async def get_webhook_info(call: Call) -> Json:
    """Where updates are sent."""
    return {
        "url": call.cloud.webhook,
        "has_custom_certificate": False,
        "pending_update_count": 0,
    }


async def get_chat(call: Call) -> Json:
    """A chat's profile."""
    return {
        **call.cloud.profiles[call.chat()],
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


async def set_my_commands(call: Call) -> bool:
    """The list of commands, for a language."""
    commands = call.data("commands")
    if not isinstance(commands, list):
        raise ApiError(400, "Bad Request: can't parse commands JSON array")
    for command in commands:
        name = command.get("command", "")
        if not name.isascii() or name != name.lower() or not 1 <= len(name) <= 32:
            raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise ApiError(400, "Bad Request: command description is empty or too long")
    call.cloud.commands[f"commands:{call.text('language_code')}"] = commands
    return True


async def get_my_commands(call: Call) -> object:
    """The list of commands, for a language."""
    return call.cloud.commands.get(f"commands:{call.text('language_code')}", [])


def _setter(name: str, limit: int) -> Method:
    async def set_text(call: Call) -> bool:
        text = call.text(name)
        if len(text) > limit:
            raise ApiError(400, f"Bad Request: {name} is too long")
        call.cloud.commands[f"{name}:{call.text('language_code')}"] = text
        return True

    return set_text


METHODS: dict[str, Method] = {
    "getme": get_me,
    "getupdates": get_updates,
    "getfile": get_file,
    "sendmessage": send_message,
    "sendvoice": send_voice,
    "sendaudio": send_audio,
    "sendphoto": send_photo,
    "senddocument": send_document,
    "sendchataction": send_chat_action,
    "editmessagetext": edit_message_text,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "answercallbackquery": answer_callback_query,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "getchat": get_chat,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "setmydescription": _setter("description", 512),
    "setmyshortdescription": _setter("short_description", 120),
    "setmyname": _setter("name", 64),
}


def units(text: str) -> int:
    """A text's length as Telegram counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def described(file: StoredFile) -> Json:
    """A file as messages show it."""
    return {
        "file_id": file.file_id,
        "file_unique_id": file.file_id[:16],
        "file_size": len(file.data),
    }


async def _send(call: Call, content: Json) -> Json:
    """Put a message of the bot into the chat, as a reply where that is asked for."""
    chat_id = call.chat()
    if call.text("parse_mode") not in ("", "HTML", "Markdown", "MarkdownV2"):
        raise ApiError(400, "Bad Request: unsupported parse_mode")
    reply = call.data("reply_parameters")
    if reply is not None:
        original = call.cloud.message(chat_id, int(reply.get("message_id", 0)))
        if original is not None:
            content["reply_to_message"] = {
                key: value for key, value in original.items() if key != "reply_to_message"
            }
        elif not reply.get("allow_sending_without_reply"):
            raise ApiError(400, "Bad Request: message to be replied not found")
    markup = call.data("reply_markup")
    if markup:
        _check_markup(markup)
        content["reply_markup"] = markup
    message = call.cloud.new_message(chat_id, BOT, content)
    await call.cloud.from_bot(message)
    return message


def _check_markup(markup: Json) -> None:
    for row in markup.get("inline_keyboard", []):
        for button in row:
            if not button.get("text"):
                raise ApiError(400, "Bad Request: inline keyboard button text is empty")
            if len(button.get("callback_data", "").encode()) > 64:
                raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")


def _caption(call: Call) -> Json:
    caption = call.text("caption")
    if units(caption) > CAPTION_LIMIT:
        raise ApiError(400, "Bad Request: message caption is too long")
    return {"caption": caption} if caption else {}


def _uploaded(call: Call, name: str, folder: str, ending: str, mime: str) -> StoredFile:
    """The file of a call: uploaded now, attached, or known by its id."""
    value = call.text(name)
    upload = call.files.get(value.removeprefix("attach://")) or call.files.get(name)
    if upload is not None:
        if not upload.data:
            raise ApiError(400, "Bad Request: file must be non-empty")
        return call.cloud.store(upload.data, folder, ending, upload.mime or mime)
    if value in call.cloud.files:
        return call.cloud.files[value]
    raise ApiError(400, f"Bad Request: there is no {name} in the request")
