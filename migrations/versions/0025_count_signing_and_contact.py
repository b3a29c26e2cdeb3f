"""Keep whether signing and first contact were in time; count these, early closings, right dispatch, calls to make."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

COUNTS = (
    "dispatched_right",
    "to_follow_up",
    "to_follow_up_done",
    "due_early",
    "due_to_sign",
    "due_signed_in_time",
    "due_to_contact",
    "due_contacted_in_time",
)
TABLES = ("day_figure", "month_figure", "cut_figure")
# Of the lead's newest clock: whether what it waited for was done before it ran out.
IN_TIME = """
UPDATE "case" SET {column} = (
    SELECT CASE WHEN assignment.{done} <= clock.due_at THEN true ELSE false END
    FROM clock JOIN assignment ON assignment.id = clock.assignment_id
    WHERE clock.case_id = "case".id AND clock.kind = '{kind}' AND assignment.role = 'lead'
    ORDER BY clock.id DESC LIMIT 1
) WHERE id IN (SELECT case_id FROM clock WHERE kind = '{kind}')
"""


def count_anew() -> None:
    """Mark every counted day as stale; what was added up of them no longer holds."""
    op.execute("INSERT INTO stale_day (day) SELECT DISTINCT day FROM day_figure")
    op.execute("DELETE FROM month_figure")
    op.execute("DELETE FROM cut_figure")
    op.execute("UPDATE ledger_month SET is_summed = false")
    op.execute("UPDATE cut_month SET is_counted = false")


def upgrade() -> None:
    """Add the facts, as far as the clocks of running cases tell them, and the counts."""
    for column, done, kind in (
        ("is_signed_in_time", "signed_at", "sign"),
        ("is_contacted_in_time", "contacted_at", "contact"),
    ):
        op.add_column("case", sa.Column(column, sa.Boolean(), nullable=True))
        op.execute(IN_TIME.format(column=column, done=done, kind=kind))
    for table in TABLES:
        for name in COUNTS:
            op.add_column(table, sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    count_anew()


def downgrade() -> None:
    """Take them away."""
    for table in TABLES:
        for name in COUNTS:
            op.drop_column(table, name)
    for column in ("is_signed_in_time", "is_contacted_in_time"):
        op.drop_column("case", column)
    count_anew()
