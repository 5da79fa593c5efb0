"""Stand-in for Telegram's Bot API server.

Come in by `server`.
"""
