"""Search for earlier photos: by words, by date, by reply.

Come in by `find`, `referenced_photo`.
"""
