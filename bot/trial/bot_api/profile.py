"""Bot API methods for the bot's profile: descriptions, lists of commands."""

from __future__ import annotations

import re

from bot.trial.bot_api.call import ApiError, Call, Method
from bot.trial.bot_api.state import BOT, Json

_NAME = re.compile(r"[a-z0-9_]{1,32}")


async def get_me(_call: Call) -> Json:
    """The bot itself."""
    return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False}


async def set_my_commands(call: Call) -> bool:
    """The list of commands, for a scope and a language."""
    commands = call.data("commands")
    if not isinstance(commands, list):
        raise ApiError(400, "Bad Request: can't parse commands JSON array")
    for command in commands:
        if not _NAME.fullmatch(command.get("command", "")):
            raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    call.cloud.commands[_scope(call)] = commands
    await call.cloud.changed(None)
    return True


def _scope(call: Call) -> str:
    scope = call.data("scope") or {"type": "default"}
    place = ":".join(str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope)
    return f"commands:{place}:{call.text('language_code')}"


def _setter(name: str, limit: int) -> Method:
    async def set_text(call: Call) -> bool:
        text = call.text(name)
        if len(text) > limit:
            raise ApiError(400, f"Bad Request: {name} is too long")
        call.cloud.commands[f"{name}:{call.text('language_code')}"] = text
        await call.cloud.changed(None)
        return True

    return set_text


METHODS: dict[str, Method] = {
    "getme": get_me,
    "setmycommands": set_my_commands,
    "setmydescription": _setter("description", 512),
    "setmyshortdescription": _setter("short_description", 120),
}
