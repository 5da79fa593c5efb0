"""Photos, what was said of them, and the search index.

Come in by `photos`, `gallery`.
"""
