"""Count returns, extensions, supervision orders and cards on the day they happened, with the unit concerned."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

COUNTS = (
    "returns_asked",
    "returns_agreed",
    "extensions_agreed",
    "orders_issued",
    "yellow_cards",
    "red_cards",
)
MOMENTS = (("case_request", "requested_at"), ("case_request", "decided_at"), ("supervision", "issued_at"))
# The local day of a moment; the zone has known no summer time since 1991.
DAY = {"sqlite": "date({moment}, '+8 hours')", "postgresql": "CAST({moment} + interval '8 hours' AS date)"}

MARK = "INSERT INTO stale_day (day) SELECT DISTINCT {day} FROM {table} WHERE {moment} IS NOT NULL"


def upgrade() -> None:
    """Make the table and the indexes, and mark the days on which anything happened to be counted anew."""
    op.create_table(
        "happened_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_happened_day")),
    )
    op.create_index(
        op.f("ix_happened_day_day_department_id"), "happened_day", ["day", "department_id"], unique=True
    )
    day = DAY[op.get_bind().dialect.name]
    for table, moment in MOMENTS:
        op.create_index(op.f(f"ix_{table}_{moment}"), table, [moment], unique=False)
        op.execute(MARK.format(day=day.format(moment=moment), table=table, moment=moment))


def downgrade() -> None:
    """Take them away."""
    for table, moment in MOMENTS:
        op.drop_index(op.f(f"ix_{table}_{moment}"), table_name=table)
    op.drop_index(op.f("ix_happened_day_day_department_id"), table_name="happened_day")
    op.drop_table("happened_day")
