"""Embedders of pictures and texts in one space, for search and labels without training.

Come in by `checkpoints.discovery.taking`.
"""
