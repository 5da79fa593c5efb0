"""Prompts shared by the models that describe pictures."""

from __future__ import annotations

DESCRIBE = "Describe the picture."
