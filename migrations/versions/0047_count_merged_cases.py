"""Count merged cases and what their callers said; a case answered with its master is assessed with it, once."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

COLUMNS = ("merged", "merged_rated", "merged_satisfied")
TABLES = ("day_figure", "month_figure", "cut_figure")


def count_anew() -> None:
    """Mark every counted day as stale; what was added up of them no longer holds."""
    op.execute("INSERT INTO stale_day (day) SELECT DISTINCT day FROM day_figure")
    op.execute("DELETE FROM month_figure")
    op.execute("DELETE FROM cut_figure")
    op.execute("UPDATE ledger_month SET is_summed = false")
    op.execute("UPDATE cut_month SET is_counted = false")


def upgrade() -> None:
    """Add the counts to every table of kept figures."""
    for table in TABLES:
        for name in COLUMNS:
            op.add_column(table, sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    count_anew()


def downgrade() -> None:
    """Take them away."""
    for table in TABLES:
        for name in COLUMNS:
            op.drop_column(table, name)
    count_anew()
