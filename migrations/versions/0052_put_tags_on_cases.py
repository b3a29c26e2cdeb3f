"""Keep the city's tags and which cases carry them."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; the tags come with the city pack or from the page of dictionaries."""
    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("name", name=op.f("uq_tag_name")),
    )
    op.create_table(
        "case_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("put_on_at", sa.DateTime(), nullable=False),
        sa.Column("put_on_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_tag_case_id_case")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_case_tag_tag_id_tag")),
        sa.ForeignKeyConstraint(["put_on_by_id"], ["user.id"], name=op.f("fk_case_tag_put_on_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_tag")),
        sa.UniqueConstraint("case_id", "tag_id", name=op.f("uq_case_tag_case_id_tag_id")),
    )
    op.create_index(op.f("ix_case_tag_tag_id_case_id"), "case_tag", ["tag_id", "case_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("case_tag")
    op.drop_table("tag")
