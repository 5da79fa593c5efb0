"""Chat sessions: services, limits, consent, and how errors are said while something is answered.

Come in by `session`.
"""
