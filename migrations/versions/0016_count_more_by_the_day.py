"""Count by the day what satisfaction and solving are before exclusion, repeats, closings and extensions."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COUNTS = (
    "result_rated_excluded",
    "result_satisfied_excluded",
    "solved_asked_excluded",
    "solved_excluded",
    "repeated",
    "dispatched_closed",
    "due_once",
    "due_extended",
)


def count_anew() -> None:
    """Mark every counted day as stale: whoever reads it first, or the nightly job, counts it anew."""
    op.execute("INSERT INTO stale_day (day) SELECT DISTINCT day FROM day_figure")


def upgrade() -> None:
    """Add the counts; satisfaction and solving leave out what is excluded from now on."""
    for name in COUNTS:
        op.add_column("day_figure", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    count_anew()


def downgrade() -> None:
    """Take them away."""
    for name in COUNTS:
        op.drop_column("day_figure", name)
    count_anew()
