"""Photos, albums and videos as they arrive.

Come in by `photo`, `album`, `video`.
"""
