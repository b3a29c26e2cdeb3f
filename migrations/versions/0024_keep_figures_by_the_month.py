"""Keep figures by the month and by cuts, departments within channels and kinds, branches within districts."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

COUNTS = (
    "received",
    "direct",
    "dispatched",
    "not_accepted",
    "closed",
    "returned",
    "extended",
    "redone",
    "followed_up",
    "result_rated",
    "result_satisfied",
    "hotline_rated",
    "hotline_satisfied",
    "solved_asked",
    "solved",
    "result_rated_excluded",
    "result_satisfied_excluded",
    "solved_asked_excluded",
    "solved_excluded",
    "repeated",
    "dispatched_closed",
    "due",
    "due_closed",
    "due_on_time",
    "due_on_time_originally",
    "due_overdue",
    "due_once",
    "due_extended",
    "due_excluded",
    "due_excluded_closed",
    "due_excluded_on_time",
)
OLD_INDEX = "ix_day_figure_dimension_day_key"
NEW_INDEX = "ix_day_figure_within_dimension_day_within_key_key"
ADDED = ("urgency", "hour")


def count_anew() -> None:
    """Mark every counted day as stale: whoever reads it first, or the nightly job, counts it anew."""
    op.execute("INSERT INTO stale_day (day) SELECT DISTINCT day FROM day_figure")


def counts() -> list[sa.Column[int]]:
    """Return the columns of the counts."""
    return [sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS]


def upgrade() -> None:
    """Make the tables; what was counted by the day is counted anew for what is kept apart from now on."""
    for name in ("within", "within_key"):
        op.add_column("day_figure", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.drop_index(OLD_INDEX, table_name="day_figure")
    op.create_index(NEW_INDEX, "day_figure", ["within", "dimension", "day", "within_key", "key"], unique=True)
    op.create_table(
        "month_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("within", sa.Text(), nullable=False),
        sa.Column("within_key", sa.Text(), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        *counts(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_figure")),
    )
    op.create_index(
        op.f("ix_month_figure_within_dimension_month_within_key_key"),
        "month_figure",
        ["within", "dimension", "month", "within_key", "key"],
        unique=True,
    )
    op.create_table(
        "ledger_month",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("is_summed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_month")),
        sa.UniqueConstraint("month", name=op.f("uq_ledger_month_month")),
    )
    op.create_table(
        "cut",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("categories", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cut")),
        sa.UniqueConstraint("categories", name=op.f("uq_cut_categories")),
    )
    op.create_table(
        "cut_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cut_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        *counts(),
        sa.ForeignKeyConstraint(["cut_id"], ["cut.id"], name=op.f("fk_cut_figure_cut_id_cut")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cut_figure")),
    )
    op.create_index(
        op.f("ix_cut_figure_cut_id_dimension_month_key"),
        "cut_figure",
        ["cut_id", "dimension", "month", "key"],
        unique=True,
    )
    op.create_index(op.f("ix_cut_figure_month"), "cut_figure", ["month"], unique=False)
    op.create_table(
        "cut_month",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cut_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["cut_id"], ["cut.id"], name=op.f("fk_cut_month_cut_id_cut")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cut_month")),
    )
    op.create_index(op.f("ix_cut_month_cut_id_month"), "cut_month", ["cut_id", "month"], unique=True)
    op.create_index(op.f("ix_cut_month_month"), "cut_month", ["month"], unique=False)
    count_anew()


def downgrade() -> None:
    """Take them away, with the days' rows that only this version knows."""
    for table in ("cut_month", "cut_figure", "cut", "ledger_month", "month_figure"):
        op.drop_table(table)
    added = ", ".join(f"'{name}'" for name in ADDED)
    op.execute(f"DELETE FROM day_figure WHERE within <> '' OR dimension IN ({added})")  # noqa: S608
    op.drop_index(NEW_INDEX, table_name="day_figure")
    for name in ("within_key", "within"):
        op.drop_column("day_figure", name)
    op.create_index(OLD_INDEX, "day_figure", ["dimension", "day", "key"], unique=True)
