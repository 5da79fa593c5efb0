"""Settings: the defaults, then the TOML file, then the environment, then the command line.

Each package declares its own section; this module joins them and says which key is wrong.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pydantic_settings import SettingsError as SourceError

from bot.errors import Complaint
from handlers.settings import AccessSettings, RepliesSettings
from memory.settings import MemorySettings
from models.settings import ModelsSettings, Section, whole

PREFIX = "CHOKH_"
PROXIES = ("http", "https", "socks5", "socks5h")
Preset = Literal["auto", "shapes", "cpu", "gpu-8gb", "gpu-16gb", "gpu-24gb"]


class SettingsError(Complaint):
    """Settings that can't be used."""


def host_and_port(listen: str) -> tuple[str, int]:
    """The parts of "127.0.0.1:8443" or "[::1]:8443".

    Raises ValueError without a host: nothing is to be open on all interfaces by an omission.
    """
    host, _, port = listen.rpartition(":")
    if not host.strip("[]") or not port.isdecimal() or int(port) > 65_535:
        message = f"write a host and a port, like 127.0.0.1:8443, not {listen}"
        raise ValueError(message)
    return host.strip("[]"), int(port)


def _checked(listen: str) -> str:
    if listen:
        host_and_port(listen)
    return listen


class WebhookSettings(Section):
    """Where Telegram sends updates, when it is not asked for them."""

    url: str = ""
    listen: Annotated[str, AfterValidator(_checked)] = "127.0.0.1:8443"
    secret: SecretStr = SecretStr("")


class TelegramSettings(Section):
    """How to reach Telegram."""

    token: SecretStr = SecretStr("")
    api_url: str = "https://api.telegram.org"
    # Secret, for it may hold a password.
    proxy: SecretStr = SecretStr("")
    mode: Literal["polling", "webhook"] = "polling"
    webhook: WebhookSettings = WebhookSettings()

    @field_validator("api_url")
    @classmethod
    def _address(cls, url: str) -> str:
        return whole(url, "https://api.telegram.org")

    @field_validator("proxy")
    @classmethod
    def _proxy(cls, url: SecretStr) -> SecretStr:
        if url.get_secret_value():
            whole(url.get_secret_value(), "socks5://127.0.0.1:1080", PROXIES)
        return url


class OwnerSettings(Section):
    """What whoever runs the bot sees of it."""

    listen: Annotated[str, AfterValidator(_checked)] = "127.0.0.1:9464"
    log: Literal["text", "json"] = "text"


class Settings(BaseSettings):
    """Everything that can be set. `folder` is where relative paths start."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
    )

    preset: Preset = "auto"
    telegram: TelegramSettings = TelegramSettings()
    access: AccessSettings = AccessSettings()
    replies: RepliesSettings = RepliesSettings()
    models: ModelsSettings = ModelsSettings()
    memory: MemorySettings = MemorySettings()
    owner: OwnerSettings = OwnerSettings()
    folder: Path = Field(default_factory=Path.cwd, exclude=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 -- the signature is pydantic's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 -- the signature is pydantic's
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 -- the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 -- the signature is pydantic's
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """`load` merges file and environment itself, to say well what is wrong."""
        return (init_settings,)


def load(config: Path | None = None, preset: str | None = None) -> Settings:
    """Read the settings.

    config: a TOML file; None for `config.toml` of the working folder, if there is one.
    preset: the command line's choice, over everything else.
    Raises `SettingsError`.
    """
    file = config if config is not None else Path("config.toml")
    values: dict[str, Any] = {}
    if file.is_file():
        values = _read(file)
        folder = file.resolve().parent
    elif config is not None:
        message = f"There is no settings file {file}: copy config.example.toml to it."
        raise SettingsError(message)
    else:
        folder = Path.cwd()
    _check_environment(os.environ)
    try:
        values = _merge(values, EnvSettingsSource(Settings)())
    except SourceError as error:
        message = f"An environment variable of ours can't be read: {error}."
        raise SettingsError(message) from None
    if preset is not None:
        values["preset"] = preset
    values["folder"] = folder
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError(_explain(error)) from None


def secrets(section: BaseModel) -> Iterator[str]:
    """The secrets of the settings, in whichever section: none is for the log."""
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, SecretStr):
            yield value.get_secret_value()
        elif isinstance(value, BaseModel):
            yield from secrets(value)


def key_names(model: type[BaseModel] = Settings, prefix: str = "") -> Iterator[str]:
    """Every key that can be set, dotted: "telegram.webhook.url"."""
    for name, field in model.model_fields.items():
        if field.exclude:
            continue
        dotted = prefix + (field.alias or name)
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from key_names(inner, dotted + ".")
        else:
            yield dotted


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{file} is not valid TOML: {error}. Mend that line and start again."
        raise SettingsError(message) from None
    except OSError as error:
        message = f"{file} can't be read ({error.strerror}): check its permissions."
        raise SettingsError(message) from None


def _merge(under: dict[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = (
            _merge(below, value)
            if isinstance(below, dict) and isinstance(value, Mapping)
            else value
        )
    return merged


def _check_environment(environment: Mapping[str, str]) -> None:
    """pydantic-settings passes over a misspelt variable; a lost token would be a riddle."""
    known = {PREFIX + name.replace(".", "__").upper() for name in key_names()}
    sections = {
        "__".join(name.split("__")[:depth])
        for name in known
        for depth in range(1, name.count("__") + 1)
    }
    for name in sorted(environment):
        if name.startswith(PREFIX) and name.upper() not in known | sections:
            message = f"The environment variable {name} is not a setting{_nearest(name, known)}."
            raise SettingsError(message)


def _nearest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f" (did you mean {close[0]}?)" if close else ""


def _explain(error: ValidationError) -> str:
    """One sentence about the first thing that is wrong. Never shows the value: it may be secret."""
    first = error.errors(include_input=False, include_url=False)[0]
    dotted = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        names = set(key_names())
        depth = dotted.count(".") + 1
        level = {".".join(name.split(".")[:depth]) for name in names}
        hint = _nearest(dotted, level) or _nearest(dotted, names)
        return f'"{dotted}" is not a setting{hint}; config.example.toml lists them all.'
    return f'The setting "{dotted}" can\'t be used: {first["msg"]}.'
