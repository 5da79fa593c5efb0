"""Consent, warnings and who gave an answer in columns of their own; tries and refusals are kept."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take them out of the strings that they were in; an answer without English was a rule's."""
    op.add_column("chats", sa.Column("consent_host", sa.String, nullable=False, server_default=""))
    op.add_column("chats", sa.Column("consent_given", sa.Boolean))
    op.add_column("chats", sa.Column("warnings", sa.JSON, nullable=False, server_default="[]"))
    op.add_column("chats", sa.Column("zone", sa.String, nullable=False, server_default=""))
    chats = sa.table(
        "chats",
        *(sa.column(name) for name in ("id", "warn", "agreed", "consent_host", "consent_given")),
        sa.column("warnings", sa.JSON),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(chats.c.id, chats.c.warn, chats.c.agreed)).all():
        stands = {
            "warnings": [name for name in row.warn.split(",") if name],
            "consent_host": row.agreed.removeprefix("-"),
            "consent_given": not row.agreed.startswith("-") if row.agreed else None,
        }
        connection.execute(chats.update().where(chats.c.id == row.id).values(**stands))
    op.drop_column("chats", "warn")
    op.drop_column("chats", "agreed")

    by = sa.Column("answered_by", sa.String, nullable=False, server_default="model")
    op.add_column("exchanges", by)
    op.execute("UPDATE exchanges SET answered_by = 'rule' WHERE answer_en = ''")

    for name, kind in (("refused_at", sa.Double), ("invitation_id", sa.BigInteger)):
        column: sa.Column[Any] = sa.Column(name, kind, nullable=False, server_default="0")
        op.add_column("companions", column)
    asker = sa.Column("asker", sa.String, nullable=False, server_default="")
    op.add_column("companions", asker)
    op.create_table(
        "tries",
        sa.Column("what", sa.String, primary_key=True),
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("since", sa.Double, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
    )
