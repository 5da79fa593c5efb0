"""Listeners that write down speech: one file for each kind of checkpoint.

Come in by `checkpoints.discovery.taking`.
"""
