"""Answerers of questions about a picture: one file for each kind of checkpoint.

Come in by `checkpoints.discovery.taking`; `decoding` is what they share, `endpoint` a server
elsewhere.
"""
