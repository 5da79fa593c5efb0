"""Transport of replies into a chat: text, voice, files, chat action.

Knows Telegram, not the person. Come in by `sending`.
"""
