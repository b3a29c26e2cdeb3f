"""Count the citizens' calls of each day: how many, how many got through, how long they waited and spoke."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

COUNTS = (
    "calls_in",
    "calls_answered",
    "calls_in_15s",
    "wait_seconds",
    "talk_seconds",
    "longest_talk_seconds",
)
# The local day of a moment; the zone has known no summer time since 1991.
DAY = {"sqlite": "date(rang_at, '+8 hours')", "postgresql": "CAST(rang_at + interval '8 hours' AS date)"}
MARK = (
    "INSERT INTO stale_call_day (day) SELECT DISTINCT {day} FROM phone_call "
    "JOIN exchange ON exchange.id = phone_call.exchange_id WHERE NOT exchange.is_training"
)


def upgrade() -> None:
    """Make both tables, and mark the days on which anybody called to be counted."""
    op.create_table(
        "call_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_day")),
        sa.UniqueConstraint("day", name=op.f("uq_call_day_day")),
    )
    op.create_table(
        "stale_call_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stale_call_day")),
    )
    op.create_index(op.f("ix_stale_call_day_day"), "stale_call_day", ["day"], unique=False)
    op.execute(MARK.format(day=DAY[op.get_bind().dialect.name]))


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_stale_call_day_day"), table_name="stale_call_day")
    op.drop_table("stale_call_day")
    op.drop_table("call_day")
