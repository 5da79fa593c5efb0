"""Settings [memory]."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class MemorySettings(BaseModel):
    """Where what is remembered lies, and for how long.

    lease_seconds: of several bots on one PostgreSQL, one that says nothing for so long is gone.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = "sqlite:///chokh.db"
    gallery: str = "gallery"
    gallery_key: SecretStr = SecretStr("")
    products: str = ""
    keep_days: int = Field(30, ge=0)
    lease_seconds: float = Field(30, ge=1)
