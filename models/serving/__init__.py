"""Serving in this process: the engine that loads, lends and evicts models.

Come in by `engine.Engine`.
"""
