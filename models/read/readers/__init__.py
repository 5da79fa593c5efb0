"""Backends that read with a checkpoint: one file for each kind.

Come in by `checkpoints.discovery.taking`.
"""
