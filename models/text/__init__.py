"""Bilingual facts: scripts, digits, numerals, units, money, dates, phones; for speech, translation
and what people type.

Come in by `script`, `numbers`, `units`, `dates`, `addresses`.
"""
