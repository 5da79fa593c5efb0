"""Picture geometry without models: framing, colours, crops, drawn boxes.

Come in by pure functions.
"""
