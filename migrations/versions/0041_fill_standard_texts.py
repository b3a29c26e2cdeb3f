"""Give standard texts a matter, a state and an owner; keep macros."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Those that are there stay everybody's, for every matter and state."""
    with op.batch_alter_table("quick_reply") as table:
        table.add_column(sa.Column("category_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("state", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("is_shared", sa.Boolean(), nullable=False, server_default=sa.true()))
        table.create_index(op.f("ix_quick_reply_owner_id"), ["owner_id"], unique=False)
        table.create_foreign_key(
            op.f("fk_quick_reply_category_id_category"), "category", ["category_id"], ["id"]
        )
        table.create_foreign_key(op.f("fk_quick_reply_owner_id_user"), "user", ["owner_id"], ["id"])
    with op.batch_alter_table("quick_reply") as table:
        table.alter_column("is_shared", server_default=None, existing_type=sa.Boolean())
    op.create_table(
        "macro",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("then", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_macro_owner_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_macro")),
    )
    op.create_index(op.f("ix_macro_owner_id"), "macro", ["owner_id"], unique=False)


def downgrade() -> None:
    """Take them away; texts that were somebody's own go with what made them so."""
    op.drop_table("macro")
    op.execute("DELETE FROM quick_reply WHERE NOT is_shared")
    with op.batch_alter_table("quick_reply") as table:
        table.drop_constraint(op.f("fk_quick_reply_owner_id_user"), type_="foreignkey")
        table.drop_constraint(op.f("fk_quick_reply_category_id_category"), type_="foreignkey")
        table.drop_index(op.f("ix_quick_reply_owner_id"))
        table.drop_column("is_shared")
        table.drop_column("owner_id")
        table.drop_column("state")
        table.drop_column("category_id")
