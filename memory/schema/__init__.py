"""Schema: tables, upsert, and which column is whose.

Come in by `tables`.
"""
