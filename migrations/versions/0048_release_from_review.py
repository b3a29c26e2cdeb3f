"""Keep what was set about release from review, and what routers suggested for each case."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; nothing is released until somebody sets it."""
    op.create_table(
        "router_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("is_released", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_router_policy_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["router_version.id"], name=op.f("fk_router_policy_version_id_router_version")
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["user.id"], name=op.f("fk_router_policy_set_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_router_policy")),
    )
    op.create_index(op.f("ix_router_policy_category_id_id"), "router_policy", ["category_id", "id"])
    op.create_table(
        "routing_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=False),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("suggested_at", sa.DateTime(), nullable=False),
        sa.Column("is_released", sa.Boolean(), nullable=False),
        sa.Column("is_sampled", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("taken", sa.String(length=40), nullable=True),
        sa.Column("taken_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("outcome_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_routing_decision_case_id_case")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["router_version.id"], name=op.f("fk_routing_decision_version_id_router_version")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_routing_decision_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_routing_decision_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["taken_id"], ["department.id"], name=op.f("fk_routing_decision_taken_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_routing_decision_decided_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_decision")),
        sa.UniqueConstraint("case_id", name=op.f("uq_routing_decision_case_id")),
    )
    op.create_index(op.f("ix_routing_decision_category_id_id"), "routing_decision", ["category_id", "id"])
    op.create_index(op.f("ix_routing_decision_suggested_at_id"), "routing_decision", ["suggested_at", "id"])
    op.create_index(
        "ix_routing_decision_open",
        "routing_decision",
        ["id", "case_id"],
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("routing_decision")
    op.drop_table("router_policy")
