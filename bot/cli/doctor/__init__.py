"""The command `chokh doctor`.

Come in by `doctor`.
"""
