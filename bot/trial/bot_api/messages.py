"""Bot API methods that send messages."""

from __future__ import annotations

from bot.trial.bot_api.call import ApiError, Call, Method, units
from bot.trial.bot_api.pictures import NotAPicture, store_photo
from bot.trial.bot_api.state import BOT, Json, StoredFile

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
# A longer OGG with Opus is no voice message any more but a file.
VOICE_LIMIT = 1_000_000
_UPLOAD_LIMIT = 50_000_000
_VOICE = ("voice", ".oga", "audio/ogg")
_AUDIO = ("music", ".ogg", "audio/ogg")
_DOCUMENT = ("documents", "", "application/octet-stream")
_VIDEO = ("videos", ".mp4", "video/mp4")
_PHOTO = ("photos", ".jpg", "image/jpeg")
_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


async def send_message(call: Call) -> Json:
    """A text."""
    return await _send(call, {"text": _text(call)})


async def send_voice(call: Call) -> Json:
    """A voice message; Telegram plays only OGG with Opus of less than a megabyte as one."""
    file = _file(call, "voice", _VOICE)
    if not file.data.startswith(b"OggS") or len(file.data) > VOICE_LIMIT:
        return await _send(call, {**_document(file), **_caption(call)})
    voice = {**file.described(), "duration": call.number("duration"), "mime_type": "audio/ogg"}
    return await _send(call, {"voice": voice, **_caption(call)})


async def send_audio(call: Call) -> Json:
    """A sound file."""
    file = _file(call, "audio", _AUDIO)
    audio = {**file.described(), "duration": call.number("duration"), "mime_type": file.mime}
    return await _send(call, {"audio": {**audio, "file_name": file.name}, **_caption(call)})


async def send_photo(call: Call) -> Json:
    """A picture."""
    return await _send(call, {"photo": await _photo(call, "photo"), **_caption(call)})


async def send_video(call: Call) -> Json:
    """A video."""
    file = _file(call, "video", _VIDEO)
    video = {**file.described(), "width": 640, "height": 360, "duration": 3}
    return await _send(call, {"video": video, **_caption(call)})


async def send_document(call: Call) -> Json:
    """Any file."""
    return await _send(call, {**_document(_file(call, "document", _DOCUMENT)), **_caption(call)})


async def send_chat_action(call: Call) -> bool:
    """What the bot is doing."""
    chat_id = call.chat()
    action = call.text("action")
    if action not in _ACTIONS:
        raise ApiError(400, "Bad Request: wrong parameter action in request")
    call.cloud.actions.append({"chat_id": chat_id, "action": action})
    await call.cloud.changed({"action": action, "chat_id": chat_id})
    return True


METHODS: dict[str, Method] = {
    "sendmessage": send_message,
    "sendvoice": send_voice,
    "sendaudio": send_audio,
    "sendphoto": send_photo,
    "senddocument": send_document,
    "sendvideo": send_video,
    "sendchataction": send_chat_action,
}


async def _send(call: Call, content: Json) -> Json:
    """Put a message of the bot into the chat, as a reply where that is asked for."""
    chat_id = call.chat()
    reply = call.data("reply_parameters")
    if isinstance(reply, dict):
        original = call.cloud.message(chat_id, int(reply.get("message_id", 0)))
        if original is not None:
            content["reply_to_message"] = call.cloud.quoted(original)
        elif not reply.get("allow_sending_without_reply"):
            raise ApiError(400, "Bad Request: message to be replied not found")
    content |= _markup(call)
    message = call.cloud.new_message(chat_id, BOT, content)
    await call.cloud.from_bot(message)
    return message


def _text(call: Call) -> str:
    text = call.text("text").strip()
    if not text:
        raise ApiError(400, "Bad Request: message text is empty")
    if units(text) > TEXT_LIMIT:
        raise ApiError(400, "Bad Request: message is too long")
    _check_parse_mode(call)
    return text


def _caption(call: Call) -> Json:
    caption = call.text("caption").strip()
    if units(caption) > CAPTION_LIMIT:
        raise ApiError(400, "Bad Request: message caption is too long")
    _check_parse_mode(call)
    return {"caption": caption} if caption else {}


def _check_parse_mode(call: Call) -> None:
    if call.text("parse_mode").lower() not in ("", "html", "markdown", "markdownv2"):
        raise ApiError(400, "Bad Request: unsupported parse_mode")


def _markup(call: Call) -> Json:
    """The buttons of a call, checked."""
    markup = call.data("reply_markup")
    if markup is None:
        return {}
    for row in markup.get("inline_keyboard", []):
        for button in row:
            if not button.get("text"):
                raise ApiError(400, "Bad Request: inline keyboard button text is empty")
            if not 1 <= len(button.get("callback_data", "x").encode()) <= 64:
                raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    return {"reply_markup": markup} if markup.get("inline_keyboard") else {}


def _file(call: Call, name: str, kind: tuple[str, str, str]) -> StoredFile:
    file = call.file(name, *kind)
    if len(file.data) > _UPLOAD_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    return file


def _document(file: StoredFile) -> Json:
    return {"document": {**file.described(), "file_name": file.name, "mime_type": file.mime}}


async def _photo(call: Call, name: str) -> list[Json]:
    try:
        return await store_photo(call.cloud, _file(call, name, _PHOTO).data)
    except NotAPicture:
        raise ApiError(400, "Bad Request: IMAGE_PROCESS_FAILED") from None
