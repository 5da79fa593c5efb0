"""Backends that read with a checkpoint: a file for each kind."""
