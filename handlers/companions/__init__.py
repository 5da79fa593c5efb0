"""Sighted companions: pairing with one, asking one, the answer, the reminder.

Come in by `pairing`, `ask`.
"""
