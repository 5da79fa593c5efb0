"""Sighted companions: pairing with one, asking one, the answer, and that none came.

Come in by `pairing`, `ask`.
"""
