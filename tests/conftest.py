"""A clean environment for every test: no settings of the developer's, no hub, no colours."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# The same examples each time, and no clock: a test is red because of what changed.
settings.register_profile(
    "steady", derandomize=True, max_examples=50, deadline=None, database=None, print_blob=True
)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("CHOKH_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("NO_COLOR", "1")
