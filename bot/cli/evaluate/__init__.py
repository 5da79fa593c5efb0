"""The command `chokh evaluate`.

Come in by `command`.
"""
