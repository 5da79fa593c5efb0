"""Checkpoints: from a name or a folder to a loaded torch module.

Come in by `checkpoint`, `loading`.
"""
