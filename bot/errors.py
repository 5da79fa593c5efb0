"""Fatal errors, each one sentence for whoever runs the program."""

from __future__ import annotations


class Complaint(Exception):
    """The message is the sentence; it says what to do next."""
