"""Prompts that every model which describes pictures is given."""

from __future__ import annotations

DESCRIBE = "Describe the picture."
