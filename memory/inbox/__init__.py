"""Inbox of updates that are not answered yet: order, lease, retry.

Come in by `inbox.Inbox`.
"""
