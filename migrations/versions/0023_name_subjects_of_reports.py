"""Add the subjects that special reports are made about; the rows come with the city pack."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "report_subject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("category_ids", sa.JSON(), nullable=False),
        sa.Column("signs", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_subject")),
        sa.UniqueConstraint("code", name=op.f("uq_report_subject_code")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("report_subject")
