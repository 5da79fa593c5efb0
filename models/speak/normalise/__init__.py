"""Text normalisation for speech: written text becomes what a voice should say.

Come in by `normalise`.
"""
