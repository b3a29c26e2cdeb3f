"""Let a notice carry a key that makes it the only one, and index the outbox apart from the trays."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the key; the outbox is listed by state without the messages in trays."""
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.Text(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_notice_key"), ["key"])
        batch_op.drop_index(batch_op.f("ix_notice_state_id"))
        batch_op.create_index(
            "ix_notice_outbox",
            ["state", "id"],
            unique=False,
            sqlite_where=sa.text("channel <> 'inbox'"),
            postgresql_where=sa.text("channel <> 'inbox'"),
        )


def downgrade() -> None:
    """Take both back."""
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_outbox")
        batch_op.create_index(batch_op.f("ix_notice_state_id"), ["state", "id"], unique=False)
        batch_op.drop_constraint(batch_op.f("uq_notice_key"), type_="unique")
        batch_op.drop_column("key")
