"""Descriptions of a photo: captions turned into sentences, with doubts and warnings.

Come in by `describe`.
"""
