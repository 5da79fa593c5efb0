"""Sentences of the bot in both languages: Fluent files, numbers and lists, dialect, politeness.

Come in by `messages`.
"""
