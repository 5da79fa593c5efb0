"""Second looks after "that is wrong": by crops and by comparison.

Come in by `dispute`.
"""
