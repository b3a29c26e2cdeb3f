"""Add the figures that people enter by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

SUBJECTS = ("all", "department", "district", "call_class", "seat_class")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "entered_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column(
            "subject", sa.Enum(*SUBJECTS, name="entrysubject", native_enum=False, length=40), nullable=False
        ),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column(
            "grain",
            sa.Enum("day", "month", "year", name="entrygrain", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("hundredths", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["user.id"], name=op.f("fk_entered_figure_entered_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entered_figure")),
        sa.UniqueConstraint(
            "figure",
            "subject",
            "key",
            "grain",
            "on",
            name=op.f("uq_entered_figure_figure_subject_key_grain_on"),
        ),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("entered_figure")
