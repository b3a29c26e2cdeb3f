"""Keep what grid workers find, by class and district, and the counts of each day."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; the classes come with the city pack or from the page of dictionaries."""
    op.create_table(
        "grid_class",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_class")),
        sa.UniqueConstraint("code", name=op.f("uq_grid_class_code")),
        sa.UniqueConstraint("name", name=op.f("uq_grid_class_name")),
    )
    op.create_table(
        "grid_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("grid_class_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("is_escalated", sa.Boolean(), nullable=False),
        sa.Column("escalated_at", sa.DateTime(), nullable=True),
        sa.Column("is_processed", sa.Boolean(), nullable=False),
        sa.Column("processed_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["area.id"], name=op.f("fk_grid_event_district_id_area")),
        sa.ForeignKeyConstraint(
            ["grid_class_id"], ["grid_class.id"], name=op.f("fk_grid_event_grid_class_id_grid_class")
        ),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["user.id"], name=op.f("fk_grid_event_registered_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_event")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_grid_event_source_external_id")),
    )
    op.create_index(
        "ix_grid_event_counts",
        "grid_event",
        ["registered_on", "grid_class_id", "district_id", "is_escalated", "is_processed"],
        unique=False,
    )
    op.create_index(
        op.f("ix_grid_event_registered_at_id"), "grid_event", ["registered_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_grid_event_registered_by_id_registered_at"),
        "grid_event",
        ["registered_by_id", "registered_at"],
        unique=False,
    )
    op.create_table(
        "grid_day_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("grid_class_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("grid_registered", sa.Integer(), nullable=False),
        sa.Column("grid_escalated", sa.Integer(), nullable=False),
        sa.Column("grid_processed", sa.Integer(), nullable=False),
        sa.Column("grid_escalated_processed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_day_figure")),
    )
    op.create_index(
        op.f("ix_grid_day_figure_day_grid_class_id_district_id"),
        "grid_day_figure",
        ["day", "grid_class_id", "district_id"],
        unique=True,
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("grid_day_figure")
    op.drop_table("grid_event")
    op.drop_table("grid_class")
