"""Why the program can't go on, as one sentence for whoever runs it."""

from __future__ import annotations


class Complaint(Exception):
    """The message is the sentence; it says what to do next."""
