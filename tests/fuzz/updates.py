"""Sound updates of every kind that Telegram sends."""

from __future__ import annotations

from typing import Any

PERSON = {"id": 7, "is_bot": False, "first_name": "Rahima", "language_code": "bn"}
CHAT = {"id": 7, "type": "private", "first_name": "Rahima"}
GROUP = {"id": -1_001_234_567_890, "type": "supergroup", "title": "পরিবার"}
_NOW = 1_780_000_000

FILES = {
    "sound": ("jpeg",),
    "photo": ("jpeg", "png", "webp", "heic", "tiff", "bomb"),
    "pdf": ("pdf",),
    "film": ("mp4", "webm", "gif-film"),
    "sticker": ("webp",),
    "webm": ("webm",),
    "tgs": ("tgs",),
    "voice": ("ogg", "mp3", "m4a", "webm-opus"),
}
"""File ids, and how the names of those files begin that may be behind them."""


def updates(photo_id: str = "photo") -> dict[str, dict[str, Any]]:
    """Updates by the names of their kinds, without ids; their files' ids are keys of `FILES`."""
    photo = {"photo": [_file(photo_id, width=90, height=56, file_size=900)]}
    voice = {"voice": _file("voice", duration=1, mime_type="audio/ogg")}
    forwarded = {"type": "hidden_user", "sender_user_name": "Karim", "date": _NOW}
    bot = {"id": 1, "is_bot": True, "first_name": "Chokh", "username": "chokh_bot"}
    button = {**_message(text="…"), "from": bot}
    return {
        **{f"text-{number}": _update(_message(text=text)) for number, text in enumerate(_TEXTS)},
        "photo": _update(_message(**photo)),
        "photo-asked": _update(_message(**photo, caption="এটা কী রঙের?")),
        "photo-album": _update(_message(**photo, media_group_id="9")),
        "photo-forwarded": _update(_message(**photo, forward_origin=forwarded)),
        "photo-replied": _update(_message(text="কী রং?", reply_to_message=_message(**photo))),
        "photo-elsewhere": _update(
            _message(text="what is it?", external_reply={"origin": forwarded, **photo})
        ),
        "photo-file": _update(_message(document=_document("photo", "a.heic", ""))),
        "photo-wrong-name": _update(_message(document=_document("pdf", "a.jpg", "image/png"))),
        "pdf": _update(_message(document=_document("pdf", "a.pdf", "application/pdf"))),
        "pdf-wrong-name": _update(_message(document=_document("voice", "a.pdf", "x"))),
        "video": _update(_message(video=_file("film", width=96, height=64, duration=2))),
        "video-note": _update(_message(video_note=_file("film", length=96, duration=2))),
        "animation": _update(_message(animation=_file("film", width=9, height=6, duration=2))),
        "sticker": _update(_message(sticker=_sticker("sticker"))),
        "sticker-video": _update(_message(sticker=_sticker("webm", is_video=True))),
        "sticker-tgs": _update(
            _message(
                sticker=_sticker(
                    "tgs",
                    is_animated=True,
                    thumbnail=_file("sticker", width=9, height=6),
                )
            )
        ),
        "voice": _update(_message(**voice)),
        "voice-replied": _update(_message(**voice, reply_to_message=_message(**photo))),
        "audio": _update(_message(audio=_file("voice", duration=1))),
        "location": _update(_message(location={"latitude": 23.8, "longitude": 90.4})),
        "contact": _update(_message(contact={"phone_number": "1", "first_name": "K"})),
        "poll": _update(_message(dice={"emoji": "🎲", "value": 3})),
        "group": _update(_message(chat=GROUP, text="@chokh_bot এটা কী?", reply_to_message=button)),
        "group-joined": _update(_message(chat=GROUP, new_chat_members=[bot])),
        "entities": _update(
            _message(text="/help", entities=[{"type": "bot_command", "offset": 0, "length": 5}])
        ),
        "pressed": {
            "callback_query": {
                "id": "1", "from": PERSON, "chat_instance": "1", "data": "voice:on",
                "message": button,
            }
        },
        "edited": {"edited_message": {**_message(text="/lang en"), "edit_date": _NOW}},
        "channel": {"channel_post": _message(text="হ্যালো")},
        "blocked": {
            "my_chat_member": {
                "chat": CHAT, "from": PERSON, "date": _NOW,
                "old_chat_member": {"user": bot, "status": "member"},
                "new_chat_member": {"user": bot, "status": "kicked", "until_date": 0},
            }
        },
    }  # fmt: skip


_TEXTS = (
    "/start", "/help", "/lang en", "/rate 120", "/privacy", "/history", "/find লাল", "/forget",
    "/export", "/read", "/where বৃত্ত", "/length long", "/other", "/wrong", "এটা কী?",
    "chobite ki ache?", "আগের ছবিটা আবার দেখাও", "what is it?", "থামুন", "গতকালের ছবি",
    "এটা কি রুটি, ভাত, না মাছ?", "আমার মানুষ", "আবার বলুন",
)  # fmt: skip


def _update(message: dict[str, Any]) -> dict[str, Any]:
    return {"message": message}


def _message(**content: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": _NOW, "chat": CHAT, "from": PERSON, **content}


def _file(file_id: str, **more: Any) -> dict[str, Any]:
    return {"file_id": file_id, "file_unique_id": file_id, "file_size": 3_000, **more}


def _document(file_id: str, name: str, mime: str) -> dict[str, Any]:
    return _file(file_id, file_name=name, mime_type=mime)


def _sticker(file_id: str, **more: Any) -> dict[str, Any]:
    flags = {"is_animated": False, "is_video": False, "type": "regular", "emoji": "🙂"}
    return _file(file_id, width=96, height=64, **{**flags, **more})
