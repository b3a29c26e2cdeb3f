"""Add what joint meetings decide: action items with their reports, and due moments no calendar moves."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; no clock was decided by a meeting yet."""
    op.create_table(
        "action_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("deliverable", sa.Text(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("supporting_ids", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("original_due_at", sa.DateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "not_started",
                "under_way",
                "done",
                "strike_asked",
                "struck_off",
                name="actionstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("struck_off_at", sa.DateTime(), nullable=True),
        sa.Column("struck_off_by_id", sa.Integer(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("supervised_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_action_item_case_id_case")),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["department.id"], name=op.f("fk_action_item_lead_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["struck_off_by_id"], ["user.id"], name=op.f("fk_action_item_struck_off_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["meeting_topic.id"], name=op.f("fk_action_item_topic_id_meeting_topic")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_item")),
    )
    op.create_index(
        op.f("ix_action_item_lead_id_state_due_at"),
        "action_item",
        ["lead_id", "state", "due_at"],
        unique=False,
    )
    op.create_index(op.f("ix_action_item_state_due_at"), "action_item", ["state", "due_at"], unique=False)
    op.create_index(op.f("ix_action_item_topic_id"), "action_item", ["topic_id"], unique=False)
    op.create_table(
        "action_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "state_after",
            sa.Enum(
                "not_started",
                "under_way",
                "done",
                "strike_asked",
                "struck_off",
                name="actionstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action_item.id"], name=op.f("fk_action_report_action_id_action_item")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_action_report_by_id_user")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_action_report_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_report")),
    )
    op.create_index(op.f("ix_action_report_action_id"), "action_report", ["action_id"], unique=False)
    with op.batch_alter_table("clock", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decided_due_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("clock", "decided_due_at")
    op.drop_table("action_report")
    op.drop_table("action_item")
