"""Concurrency of models: lane, batches, turns, cancellation, heartbeats.

Come in by `lane.Lane`.
"""
