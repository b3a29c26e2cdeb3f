"""Count the cases that callers were rung back for, and add up how long cases were handled, in minutes."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

COLUMNS = {"follow_up_tried": sa.Integer(), "due_minutes": sa.BigInteger()}
TABLES = ("day_figure", "month_figure", "cut_figure")


def count_anew() -> None:
    """Mark every counted day as stale; what was added up of them no longer holds."""
    op.execute("INSERT INTO stale_day (day) SELECT DISTINCT day FROM day_figure")
    op.execute("DELETE FROM month_figure")
    op.execute("DELETE FROM cut_figure")
    op.execute("UPDATE ledger_month SET is_summed = false")
    op.execute("UPDATE cut_month SET is_counted = false")


def upgrade() -> None:
    """Add both to every table of kept figures."""
    for table in TABLES:
        for name, kind in COLUMNS.items():
            op.add_column(table, sa.Column(name, kind, nullable=False, server_default="0"))
    count_anew()


def downgrade() -> None:
    """Take them away."""
    for table in TABLES:
        for name in COLUMNS:
            op.drop_column(table, name)
    count_anew()
