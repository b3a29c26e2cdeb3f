"""Keep the versions of the routers that are learnt from closed cases."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; one version of a purpose is on, one is being trained."""
    op.create_table(
        "router_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.Integer(), nullable=False),
        sa.Column("labels", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(), nullable=True),
        sa.Column("learnt_until", sa.DateTime(), nullable=True),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("compared", sa.JSON(), nullable=False),
        sa.Column("stored_name", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("switched_at", sa.DateTime(), nullable=True),
        sa.Column("switched_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user.id"], name=op.f("fk_router_version_asked_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["switched_by_id"], ["user.id"], name=op.f("fk_router_version_switched_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_router_version")),
    )
    op.create_index(op.f("ix_router_version_purpose_id"), "router_version", ["purpose", "id"], unique=False)
    for name, states in (
        ("uq_router_version_on", "state = 'on'"),
        ("uq_router_version_open", "state IN ('waiting', 'training')"),
    ):
        where = sa.text(states)
        op.create_index(
            name, "router_version", ["purpose"], unique=True, sqlite_where=where, postgresql_where=where
        )


def downgrade() -> None:
    """Forget the versions; their files stay in the instance folder."""
    op.drop_table("router_version")
