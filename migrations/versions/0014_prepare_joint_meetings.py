"""Add what a joint meeting is prepared with: rules of candidates, meetings, seats, topics, opinions."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; the rules come with the city pack."""
    op.create_table(
        "candidate_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "criterion",
            sa.Enum(
                "departments_involved",
                "times_returned",
                "return_ruled_by_panel",
                "times_redone",
                "same_matter_callers",
                "same_caller_repeats",
                "overdue_working_days",
                "deferral_missed",
                "leader_instruction",
                name="criterion",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_rule")),
        sa.UniqueConstraint("code", name=op.f("uq_candidate_rule_code")),
    )
    op.create_table(
        "candidate_dismissal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("dismissed_by_id", sa.Integer(), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_candidate_dismissal_case_id_case")),
        sa.ForeignKeyConstraint(
            ["dismissed_by_id"], ["user.id"], name=op.f("fk_candidate_dismissal_dismissed_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_dismissal")),
        sa.UniqueConstraint("case_id", "code", name=op.f("uq_candidate_dismissal_case_id_code")),
    )
    op.create_table(
        "joint_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("regular", "special", name="meetingkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "preparing",
                "invited",
                "held",
                "minuted",
                "cancelled",
                name="meetingstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("video_url", sa.Text(), nullable=False),
        sa.Column("chair", sa.Text(), nullable=False),
        sa.Column("convener_id", sa.Integer(), nullable=False),
        sa.Column("ics_sequence", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(), nullable=True),
        sa.Column("held_at", sa.DateTime(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(), nullable=True),
        sa.Column("cancel_note", sa.Text(), nullable=False),
        sa.Column("minutes_number", sa.Text(), nullable=True),
        sa.Column("minutes_opening", sa.Text(), nullable=False),
        sa.Column("minutes_closing", sa.Text(), nullable=False),
        sa.Column("minutes_issued_at", sa.DateTime(), nullable=True),
        sa.Column("minutes_issued_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["convener_id"], ["user.id"], name=op.f("fk_joint_meeting_convener_id_user")),
        sa.ForeignKeyConstraint(
            ["minutes_issued_by_id"], ["user.id"], name=op.f("fk_joint_meeting_minutes_issued_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_meeting")),
        sa.UniqueConstraint("minutes_number", name=op.f("uq_joint_meeting_minutes_number")),
        sa.UniqueConstraint("number", name=op.f("uq_joint_meeting_number")),
    )
    op.create_index(
        op.f("ix_joint_meeting_state_starts_at"), "joint_meeting", ["state", "starts_at"], unique=False
    )
    op.create_index(op.f("ix_joint_meeting_year_id"), "joint_meeting", ["year", "id"], unique=False)
    op.create_table(
        "meeting_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column(
            "reply",
            sa.Enum("yes", "substitute", "no", name="seatreply", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("attendee", sa.Text(), nullable=False),
        sa.Column("replied_by_id", sa.Integer(), nullable=True),
        sa.Column("replied_at", sa.DateTime(), nullable=True),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_meeting_seat_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["joint_meeting.id"], name=op.f("fk_meeting_seat_meeting_id_joint_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["replied_by_id"], ["user.id"], name=op.f("fk_meeting_seat_replied_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_seat")),
        sa.UniqueConstraint(
            "meeting_id", "department_id", name=op.f("uq_meeting_seat_meeting_id_department_id")
        ),
    )
    op.create_index(op.f("ix_meeting_seat_department_id"), "meeting_seat", ["department_id"], unique=False)
    op.create_table(
        "meeting_topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pooled",
                "on_agenda",
                "decided",
                "put_off",
                "dropped",
                name="topicstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("law", sa.Text(), nullable=False),
        sa.Column("dispute", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("to_decide", sa.Text(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("put_off_from_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("supporting_ids", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("routing_rule_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["category.id"], name=op.f("fk_meeting_topic_branch_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_meeting_topic_created_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["department.id"], name=op.f("fk_meeting_topic_lead_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["joint_meeting.id"], name=op.f("fk_meeting_topic_meeting_id_joint_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["put_off_from_id"],
            ["meeting_topic.id"],
            name=op.f("fk_meeting_topic_put_off_from_id_meeting_topic"),
        ),
        sa.ForeignKeyConstraint(
            ["routing_rule_id"],
            ["routing_rule.id"],
            name=op.f("fk_meeting_topic_routing_rule_id_routing_rule"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_topic")),
    )
    op.create_index(
        op.f("ix_meeting_topic_meeting_id_position"),
        "meeting_topic",
        ["meeting_id", "position"],
        unique=False,
    )
    op.create_index(op.f("ix_meeting_topic_state"), "meeting_topic", ["state"], unique=False)
    op.create_table(
        "topic_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_topic_case_case_id_case")),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["meeting_topic.id"], name=op.f("fk_topic_case_topic_id_meeting_topic")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_case")),
        sa.UniqueConstraint("topic_id", "case_id", name=op.f("uq_topic_case_topic_id_case_id")),
    )
    op.create_index(op.f("ix_topic_case_case_id"), "topic_case", ["case_id"], unique=False)
    op.create_table(
        "topic_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column(
            "stance",
            sa.Enum("agree", "disagree", "other", name="stance", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("proposed_lead_id", sa.Integer(), nullable=True),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_topic_opinion_department_id_department")
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["user.id"], name=op.f("fk_topic_opinion_given_by_id_user")),
        sa.ForeignKeyConstraint(
            ["proposed_lead_id"], ["department.id"], name=op.f("fk_topic_opinion_proposed_lead_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["meeting_topic.id"], name=op.f("fk_topic_opinion_topic_id_meeting_topic")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_opinion")),
        sa.UniqueConstraint(
            "topic_id", "department_id", name=op.f("uq_topic_opinion_topic_id_department_id")
        ),
    )
    op.create_index(
        op.f("ix_topic_opinion_department_id_given_at"),
        "topic_opinion",
        ["department_id", "given_at"],
        unique=False,
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("topic_opinion")
    op.drop_table("topic_case")
    op.drop_table("meeting_topic")
    op.drop_table("meeting_seat")
    op.drop_table("joint_meeting")
    op.drop_table("candidate_dismissal")
    op.drop_table("candidate_rule")
