"""Database connections: SQLite or PostgreSQL.

Come in by `database`.
"""
