"""Alembic's entry: it runs on the connection that `bring_up_to_date` hands over."""

from alembic import context

from memory.schema.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
