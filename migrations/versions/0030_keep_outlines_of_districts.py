"""Add the outlines of districts, which a city pack or an administrator brings."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "area_outline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("polygons", sa.JSON(), nullable=False),
        sa.Column("label_longitude", sa.Float(), nullable=False),
        sa.Column("label_latitude", sa.Float(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("approval_number", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_area_outline_area_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_outline")),
        sa.UniqueConstraint("area_id", name=op.f("uq_area_outline_area_id")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("area_outline")
