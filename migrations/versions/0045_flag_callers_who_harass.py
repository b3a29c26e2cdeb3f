"""Keep flags on numbers that harass, with their evidence, decisions and appeals."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

PEOPLE = ("proposed_by_id", "decided_by_id", "ended_by_id", "appeal_by_id", "appeal_answered_by_id")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "caller_flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("phone_index", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ending", sa.Text(), nullable=False),
        sa.Column("appeal", sa.Text(), nullable=True),
        sa.Column("appeal_by_id", sa.Integer(), nullable=True),
        sa.Column("appealed_at", sa.DateTime(), nullable=True),
        sa.Column("appeal_answer", sa.Text(), nullable=False),
        sa.Column("appeal_answered_by_id", sa.Integer(), nullable=True),
        sa.Column("appeal_answered_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], ["user.id"], name=op.f(f"fk_caller_flag_{name}_user"))
            for name in PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caller_flag")),
    )
    op.create_index(
        op.f("ix_caller_flag_phone_index_state_ends_on"),
        "caller_flag",
        ["phone_index", "state", "ends_on"],
        unique=False,
    )
    op.create_index(op.f("ix_caller_flag_state_id"), "caller_flag", ["state", "id"], unique=False)
    for table, column, other in (
        ("caller_flag_call", "phone_call_id", "phone_call"),
        ("caller_flag_case", "case_id", "case"),
    ):
        op.create_table(
            table,
            sa.Column("caller_flag_id", sa.Integer(), nullable=False),
            sa.Column(column, sa.Integer(), nullable=False),
            sa.ForeignKeyConstraint(
                ["caller_flag_id"], ["caller_flag.id"], name=op.f(f"fk_{table}_caller_flag_id_caller_flag")
            ),
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")),
            sa.PrimaryKeyConstraint("caller_flag_id", column, name=op.f(f"pk_{table}")),
        )
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def downgrade() -> None:
    """Drop them."""
    for table in ("caller_flag_case", "caller_flag_call", "caller_flag"):
        op.drop_table(table)
