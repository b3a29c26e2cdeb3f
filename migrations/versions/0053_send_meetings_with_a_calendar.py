"""Keep which meeting a message invites to, so that its calendar file goes with the mail."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; without a foreign key, for which SQLite would write the whole outbox anew."""
    op.add_column("notice", sa.Column("meeting_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("notice", "meeting_id")
