"""Backend for an OpenAI-compatible server.

Come in by `client`.
"""
