"""Forgetting, erasing and exporting what is kept of a person.

Come in by `forget`, `export`.
"""
