"""Provisioning: what this machine can carry, and fetching it.

Come in by `presets`, `download`.
"""
