"""Locators that find things in a picture: one file for each kind of checkpoint.

Come in by `checkpoints.discovery.taking`.
"""
