"""Commands about a folder of photos: caption and find.

Come in by `caption`, `find`.
"""
