"""Telegram intake and delivery: update in, inbox, handler, reply out, exactly once.

Come in by `dispatcher`, `intake`.
"""
