"""Keep the limit of the nearest clock on cases and parts, so that lists say how long is left as their pages do."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

RUNNING = 'SELECT clock."limit" FROM clock WHERE {of} AND stopped_at IS NULL AND paused_at IS NULL'
NEAREST = " ORDER BY clock.due_at, clock.id LIMIT 1"
OWNERS = (("case", 'clock.case_id = "case".id'), ("assignment", "clock.assignment_id = assignment.id"))


def upgrade() -> None:
    """Take it from the running clocks."""
    for table, of in OWNERS:
        op.add_column(table, sa.Column("next_limit", sa.Text(), nullable=True))
        nearest = RUNNING.format(of=of) + NEAREST
        op.execute(
            f'UPDATE "{table}" SET next_limit = ({nearest}) WHERE next_due_at IS NOT NULL'  # noqa: S608
        )


def downgrade() -> None:
    """Take it away."""
    for table, _of in OWNERS:
        op.drop_column(table, "next_limit")
