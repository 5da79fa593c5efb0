"""Answers to questions about a photo, and which way leads to each.

Come in by `answer.answer`.
"""
