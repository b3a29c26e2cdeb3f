"""Schedule reports: which is made when and whether it is published, what was made, whom issues are for."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; nothing is scheduled yet."""
    op.create_table(
        "report_schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("period_kind", sa.Text(), nullable=False),
        sa.Column("offset_days", sa.Integer(), nullable=False),
        sa.Column("at_time", sa.Text(), nullable=False),
        sa.Column("publishes", sa.Boolean(), nullable=False),
        sa.Column("objection_days", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_report_schedule_created_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_schedule")),
    )
    op.create_table(
        "scheduled_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["report_issue.id"], name=op.f("fk_scheduled_issue_issue_id_report_issue")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["report_schedule.id"],
            name=op.f("fk_scheduled_issue_schedule_id_report_schedule"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_issue")),
        sa.UniqueConstraint("schedule_id", "period", name=op.f("uq_scheduled_issue_schedule_id_period")),
    )
    op.create_index(op.f("ix_scheduled_issue_issue_id"), "scheduled_issue", ["issue_id"], unique=False)
    op.create_table(
        "report_reader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=True),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("role_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_report_reader_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["report_issue.id"], name=op.f("fk_report_reader_issue_id_report_issue")
        ),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_report_reader_role_id_role")),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["report_schedule.id"],
            name=op.f("fk_report_reader_schedule_id_report_schedule"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_report_reader_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_reader")),
    )
    op.create_index(op.f("ix_report_reader_issue_id"), "report_reader", ["issue_id"], unique=False)
    op.create_index(op.f("ix_report_reader_schedule_id"), "report_reader", ["schedule_id"], unique=False)


def downgrade() -> None:
    """Forget the schedules; what they made stays."""
    op.drop_table("report_reader")
    op.drop_table("scheduled_issue")
    op.drop_table("report_schedule")
