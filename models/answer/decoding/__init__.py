"""Continuous batching over pictures and text: KV slots, prefix cache, steps.

Come in by `decoder.Decoder`.
"""
