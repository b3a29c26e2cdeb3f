"""Give places a tile in the grid that stands for a map, and let the open hazards be found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

OPEN_HAZARD = "is_hazard AND closed_at IS NULL"


def upgrade() -> None:
    """Add the columns and the index."""
    for name in ("tile_row", "tile_column"):
        op.add_column("area", sa.Column(name, sa.Integer(), nullable=True))
    op.create_index(
        "ix_case_open_hazard",
        "case",
        ["id"],
        sqlite_where=sa.text(OPEN_HAZARD),
        postgresql_where=sa.text(OPEN_HAZARD),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_case_open_hazard", table_name="case")
    for name in ("tile_column", "tile_row"):
        op.drop_column("area", name)
