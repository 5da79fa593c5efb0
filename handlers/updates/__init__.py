"""Telegram updates routed to features. The only folder that knows all the others.

Come in by `router.routes`.
"""
