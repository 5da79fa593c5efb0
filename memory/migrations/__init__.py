"""The schema's history, run by Alembic when the memory is opened."""
