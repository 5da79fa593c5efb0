"""The [memory] section of the settings."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class MemorySettings(BaseModel):
    """Where what is remembered lies, and for how long."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = "sqlite:///chokh.db"
    gallery: str = "gallery"
    gallery_key: SecretStr = SecretStr("")
    products: str = ""
    keep_days: int = Field(30, ge=0)
