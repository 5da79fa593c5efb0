"""Captioners: one file for each kind of checkpoint.

Come in by `checkpoints.discovery.taking`, which asks each file here whether it takes a checkpoint.
"""
