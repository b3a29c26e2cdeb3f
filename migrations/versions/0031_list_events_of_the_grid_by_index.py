"""Let the lists of grid events be read from one index, however few of a million events they show."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

COLUMNS = ["registered_at", "id", "grid_class_id", "district_id", "is_escalated", "is_processed"]


def upgrade() -> None:
    """Put what lists are narrowed to beside what they are ordered by."""
    op.drop_index("ix_grid_event_registered_at_id", table_name="grid_event")
    op.create_index("ix_grid_event_list", "grid_event", COLUMNS, unique=False)


def downgrade() -> None:
    """Keep the order alone."""
    op.drop_index("ix_grid_event_list", table_name="grid_event")
    op.create_index("ix_grid_event_registered_at_id", "grid_event", ["registered_at", "id"], unique=False)
