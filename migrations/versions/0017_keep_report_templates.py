"""Add the templates of reports that cities design."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ROWS_BY = ("department", "unit_kind", "branch", "category", "district", "channel", "kind")
GROUPED_BY = ("none", "tier", "unit_kind", "branch")


def upgrade() -> None:
    """Make the table; the ready templates come with the city pack."""
    op.create_table(
        "report_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("rows_by", sa.Enum(*ROWS_BY, name="rowsby", native_enum=False, length=40), nullable=False),
        sa.Column("name_label", sa.Text(), nullable=False),
        sa.Column("unit_kinds", sa.JSON(), nullable=False),
        sa.Column(
            "grouped_by", sa.Enum(*GROUPED_BY, name="rowgroups", native_enum=False, length=40), nullable=False
        ),
        sa.Column("sorted_by", sa.Text(), nullable=False),
        sa.Column("is_lowest_first", sa.Boolean(), nullable=False),
        sa.Column("top", sa.Integer(), nullable=True),
        sa.Column("has_total", sa.Boolean(), nullable=False),
        sa.Column("has_rank", sa.Boolean(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_report_template_created_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_template")),
        sa.UniqueConstraint("code", name=op.f("uq_report_template_code")),
    )


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("report_template")
