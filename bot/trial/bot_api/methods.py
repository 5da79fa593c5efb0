"""Bot API methods, as far as our bot uses them, with Telegram's own refusals."""

from __future__ import annotations

from bot.trial.bot_api import messages, profile
from bot.trial.bot_api.call import ApiError, Call, Method
from bot.trial.bot_api.state import DOWNLOAD_LIMIT, Json

_OTHER_POLL = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
_ACTIVE_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
_OLD_QUERY = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def get_updates(call: Call) -> list[Json]:
    """Long polling; the offset confirms what came before it, a newer poll ends this one."""
    cloud = call.cloud
    if cloud.webhook:
        raise ApiError(409, _ACTIVE_WEBHOOK)
    if "allowed_updates" in call.values:
        cloud.allowed = tuple(call.data("allowed_updates") or ())
    offset = call.number("offset")
    if offset:
        cloud.confirm(offset)
    limit = min(max(call.number("limit", 100), 1), 100)
    updates = await cloud.poll(limit, call.number("timeout"))
    if updates is None:
        raise ApiError(409, _OTHER_POLL)
    return updates


async def get_file(call: Call) -> Json:
    """Where a file can be fetched."""
    file = call.cloud.files.get(call.text("file_id"))
    if file is None:
        raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    if len(file.data) > DOWNLOAD_LIMIT:
        raise ApiError(400, "Bad Request: file is too big")
    return {**file.described(), "file_path": file.path}


async def answer_callback_query(call: Call) -> bool:
    """The answer to a button; each can be given once."""
    cloud = call.cloud
    query = call.text("callback_query_id")
    if cloud.answers.get(query, True):
        raise ApiError(400, _OLD_QUERY)
    text, alert = call.text("text"), call.text("show_alert") == "true"
    cloud.answers[query] = {"text": text, "show_alert": alert}
    await cloud.changed({"answered": query, "text": text, "show_alert": alert})
    return True


async def set_webhook(call: Call) -> bool:
    """Where updates should be sent; the stand-in only remembers it."""
    call.cloud.webhook = call.text("url")
    return True


async def delete_webhook(call: Call) -> bool:
    """Back to polling."""
    call.cloud.webhook = ""
    if call.text("drop_pending_updates") == "true":
        call.cloud.drop()
    return True


async def get_webhook_info(call: Call) -> Json:
    """Where updates are sent."""
    return {
        "url": call.cloud.webhook,
        "has_custom_certificate": False,
        "pending_update_count": call.cloud.pending,
    }


METHODS: dict[str, Method] = {
    "getupdates": get_updates,
    "getfile": get_file,
    "answercallbackquery": answer_callback_query,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    **profile.METHODS,
    **messages.METHODS,
}
