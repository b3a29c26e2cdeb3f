"""Keep what people ask of a list under a name, shared or not, and with which view a person's list opens."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_saved_view_owner_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("owner_id", "place", "name", name=op.f("uq_saved_view_owner_id_place_name")),
    )
    op.create_index(op.f("ix_saved_view_place_is_shared"), "saved_view", ["place", "is_shared"], unique=False)
    op.create_table(
        "view_default",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_view_default_user_id_user")),
        sa.ForeignKeyConstraint(
            ["view_id"], ["saved_view.id"], name=op.f("fk_view_default_view_id_saved_view")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view_default")),
        sa.UniqueConstraint("user_id", "place", name=op.f("uq_view_default_user_id_place")),
    )
    op.create_index(op.f("ix_view_default_view_id"), "view_default", ["view_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_view_default_view_id"), table_name="view_default")
    op.drop_table("view_default")
    op.drop_index(op.f("ix_saved_view_place_is_shared"), table_name="saved_view")
    op.drop_table("saved_view")
