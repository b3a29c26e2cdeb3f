"""Create the tables; the timeline and the audit log refuse changes and deletions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("case_event", "audit_entry")


def refuse_changes() -> None:
    """Let the database itself refuse to change or delete a line of an append-only table."""
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def allow_changes() -> None:
    """Take the refusal away again; on SQLite the triggers go with their tables."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    op.execute("DROP FUNCTION refuse_change()")


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "city",
                "district",
                "street",
                "community",
                "grid",
                name="arealevel",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["area.id"], name=op.f("fk_area_district_id_area")),
        sa.ForeignKeyConstraint(["parent_id"], ["area.id"], name=op.f("fk_area_parent_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("code", name=op.f("uq_area_code")),
    )
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_area_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("is_leaf", sa.Boolean(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("keywords", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column(
            "limit_class",
            sa.Enum("critical", "urgent", "normal", name="limitclass", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("is_hazard", sa.Boolean(), nullable=False),
        sa.Column(
            "desk", sa.Enum("psych", "youth", name="desk", native_enum=False, length=40), nullable=True
        ),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["category.id"], name=op.f("fk_category_branch_id_category")),
        sa.ForeignKeyConstraint(["parent_id"], ["category.id"], name=op.f("fk_category_parent_id_category")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("code", name=op.f("uq_category_code")),
        sa.UniqueConstraint("path", name=op.f("uq_category_path")),
    )
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_category_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_category_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "city",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hotline_name", sa.Text(), nullable=False),
        sa.Column("number_prefix", sa.Text(), nullable=False),
        sa.Column("document_prefix", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city")),
        sa.UniqueConstraint("code", name=op.f("uq_city_code")),
    )
    op.create_table(
        "day_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("direct", sa.Integer(), nullable=False),
        sa.Column("dispatched", sa.Integer(), nullable=False),
        sa.Column("not_accepted", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("extended", sa.Integer(), nullable=False),
        sa.Column("redone", sa.Integer(), nullable=False),
        sa.Column("followed_up", sa.Integer(), nullable=False),
        sa.Column("result_rated", sa.Integer(), nullable=False),
        sa.Column("result_satisfied", sa.Integer(), nullable=False),
        sa.Column("hotline_rated", sa.Integer(), nullable=False),
        sa.Column("hotline_satisfied", sa.Integer(), nullable=False),
        sa.Column("solved_asked", sa.Integer(), nullable=False),
        sa.Column("solved", sa.Integer(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("due_closed", sa.Integer(), nullable=False),
        sa.Column("due_on_time", sa.Integer(), nullable=False),
        sa.Column("due_on_time_originally", sa.Integer(), nullable=False),
        sa.Column("due_overdue", sa.Integer(), nullable=False),
        sa.Column("due_excluded", sa.Integer(), nullable=False),
        sa.Column("due_excluded_closed", sa.Integer(), nullable=False),
        sa.Column("due_excluded_on_time", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_figure")),
    )
    with op.batch_alter_table("day_figure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_day_figure_dimension_day_key"), ["dimension", "day", "key"], unique=True
        )

    op.create_table(
        "escalation_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("after_minutes", sa.Integer(), nullable=False),
        sa.Column("tell", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_step")),
        sa.UniqueConstraint("step", name=op.f("uq_escalation_step_step")),
    )
    op.create_table(
        "ground",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ground")),
        sa.UniqueConstraint("kind", "code", name=op.f("uq_ground_kind_code")),
    )
    op.create_table(
        "job_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("runner", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("lease_until", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("touched", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("is_by_hand", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
        sa.UniqueConstraint("job", "due_at", name=op.f("uq_job_run_job_due_at")),
    )
    with op.batch_alter_table("job_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_run_job_id"), ["job", "id"], unique=False)

    op.create_table(
        "number_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint("series", name=op.f("uq_number_series_series")),
    )
    op.create_table(
        "quick_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quick_reply")),
        sa.UniqueConstraint("code", name=op.f("uq_quick_reply_code")),
    )
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("permissions", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("code", name=op.f("uq_role_code")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
    )
    op.create_table(
        "stale_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stale_day")),
    )
    with op.batch_alter_table("stale_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stale_day_day"), ["day"], unique=False)

    op.create_table(
        "supervision_trigger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "trigger",
            sa.Enum(
                "hazard",
                "due_soon",
                "overdue",
                "overdue_working_days",
                "redone_times",
                "return_times",
                "same_matter_callers",
                "deferral_missed",
                "leader_instruction",
                "manual",
                name="trigger",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("0", "1", "2", "3", "4", "5", name="supervisionlevel", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reply_limit", sa.Text(), nullable=False),
        sa.Column("immediate", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_trigger")),
        sa.UniqueConstraint("code", name=op.f("uq_supervision_trigger_code")),
    )
    op.create_table(
        "work_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_workday", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_day")),
        sa.UniqueConstraint("day", name=op.f("uq_work_day_day")),
    )
    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "centre",
                "bureau",
                "district",
                "utility",
                "street",
                name="departmentkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("can_lead", sa.Boolean(), nullable=False),
        sa.Column("identity_visible", sa.Boolean(), nullable=False),
        sa.Column("official_order", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("leader_name", sa.Text(), nullable=False),
        sa.Column("duty_phone", sa.Text(), nullable=False),
        sa.Column("duty_mail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_department_area_id_area")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["department.id"], name=op.f("fk_department_parent_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("code", name=op.f("uq_department_code")),
        sa.UniqueConstraint("name", name=op.f("uq_department_name")),
    )
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_department_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "hazard_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column(
            "urgency",
            sa.Enum("critical", "urgent", "normal", "complex", name="urgency", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("say", sa.Text(), nullable=False),
        sa.Column("do", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_hazard_word_category_id_category")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_word")),
        sa.UniqueConstraint("words", name=op.f("uq_hazard_word_words")),
    )
    op.create_table(
        "routing_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("supporting_ids", sa.JSON(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("precedent_case_number", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_routing_rule_area_id_area")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_routing_rule_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["department.id"], name=op.f("fk_routing_rule_lead_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_rule")),
    )
    with op.batch_alter_table("routing_rule", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_routing_rule_category_id_area_id"), ["category_id", "area_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_routing_rule_lead_id"), ["lead_id"], unique=False)

    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("mail", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("is_leader", sa.Boolean(), nullable=False),
        sa.Column("is_duty_officer", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(), nullable=True),
        sa.Column("signed_in_at", sa.DateTime(), nullable=True),
        sa.Column("session_stamp", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_user_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("name", name=op.f("uq_user_name")),
    )
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_department_id"), ["department_id"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_audit_entry_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_kind_id"), ["kind", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_entry_object_type_object_id"), ["object_type", "object_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_audit_entry_user_id_id"), ["user_id", "id"], unique=False)

    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("stored_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_dry_run", sa.Boolean(), nullable=False),
        sa.Column("creates_missing", sa.Boolean(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("bad_rows", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["user.id"], name=op.f("fk_import_batch_started_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_table(
        "rule_pack_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.DateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_rule_pack_version_created_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_pack_version")),
    )
    op.create_table(
        "user_role",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_user_role_role_id_role")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_role_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_user_role")),
    )
    op.create_table(
        "case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("query_code_index", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "phone",
                "web",
                "wechat",
                "app",
                "sms",
                "mail",
                "letter",
                "visit",
                "grid",
                "police",
                "superior",
                "other",
                name="channel",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "suggestion",
                "inquiry",
                "complaint",
                "help",
                "thanks",
                "report",
                name="kind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "urgency",
            sa.Enum("critical", "urgent", "normal", "complex", name="urgency", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "confidentiality",
            sa.Enum(
                "open", "confidential", "anonymous", name="confidentiality", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "desk", sa.Enum("psych", "youth", name="desk", native_enum=False, length=40), nullable=True
        ),
        sa.Column("is_hazard", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(), nullable=True),
        sa.Column("is_ongoing", sa.Boolean(), nullable=False),
        sa.Column("people_affected", sa.Integer(), nullable=True),
        sa.Column("risk_tags", sa.JSON(), nullable=False),
        sa.Column("call_id", sa.Text(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("place_name", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "awaiting_completion",
                "pending_review",
                "not_accepted",
                "dispatched",
                "return_pending",
                "panel_pending",
                "handling",
                "redo",
                "replied",
                "follow_up",
                "closed",
                "deferred",
                "terminated",
                "merged",
                name="casestate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "handling",
            sa.Enum(
                "direct",
                "dispatched",
                "not_accepted",
                "pending",
                name="handling",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("routing_rule_id", sa.Integer(), nullable=True),
        sa.Column("dispatch_reason", sa.Text(), nullable=False),
        sa.Column("rule_pack_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("related_case_id", sa.Integer(), nullable=True),
        sa.Column("ground_code", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("received_by_id", sa.Integer(), nullable=True),
        sa.Column("dispatched_at", sa.DateTime(), nullable=True),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.Column("contacted_at", sa.DateTime(), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("original_due_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("return_count", sa.Integer(), nullable=False),
        sa.Column("extension_count", sa.Integer(), nullable=False),
        sa.Column("redo_count", sa.Integer(), nullable=False),
        sa.Column("reminder_count", sa.Integer(), nullable=False),
        sa.Column("public_answer", sa.Text(), nullable=False),
        sa.Column("followed_up_at", sa.DateTime(), nullable=True),
        sa.Column("follow_up_attempts", sa.Integer(), nullable=False),
        sa.Column("next_follow_up_at", sa.DateTime(), nullable=True),
        sa.Column("was_contacted", sa.Boolean(), nullable=True),
        sa.Column(
            "solved",
            sa.Enum("yes", "partly", "no", name="solved", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "result_rating",
            sa.Enum("5", "4", "3", "2", "1", name="rating", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "hotline_rating",
            sa.Enum("5", "4", "3", "2", "1", name="rating", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("is_excluded", sa.Boolean(), nullable=False),
        sa.Column("supervision_level", sa.Integer(), nullable=True),
        sa.Column("hazard_taken_at", sa.DateTime(), nullable=True),
        sa.Column("hazard_taken_by_id", sa.Integer(), nullable=True),
        sa.Column("escalation_step", sa.Integer(), nullable=True),
        sa.Column(
            "next_clock",
            sa.Enum(
                "review",
                "completion",
                "sign",
                "respond",
                "contact",
                "first_report",
                "feedback",
                "redo",
                "return_decision",
                "reply_review",
                "follow_up",
                "deferral",
                "supervision",
                name="clockkind",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("next_due_at", sa.DateTime(), nullable=True),
        sa.Column("next_soon_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_case_area_id_area")),
        sa.ForeignKeyConstraint(["branch_id"], ["category.id"], name=op.f("fk_case_branch_id_category")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_case_category_id_category")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_case_department_id_department")
        ),
        sa.ForeignKeyConstraint(["district_id"], ["area.id"], name=op.f("fk_case_district_id_area")),
        sa.ForeignKeyConstraint(
            ["hazard_taken_by_id"], ["user.id"], name=op.f("fk_case_hazard_taken_by_id_user")
        ),
        sa.ForeignKeyConstraint(["merged_into_id"], ["case.id"], name=op.f("fk_case_merged_into_id_case")),
        sa.ForeignKeyConstraint(["received_by_id"], ["user.id"], name=op.f("fk_case_received_by_id_user")),
        sa.ForeignKeyConstraint(["related_case_id"], ["case.id"], name=op.f("fk_case_related_case_id_case")),
        sa.ForeignKeyConstraint(
            ["routing_rule_id"], ["routing_rule.id"], name=op.f("fk_case_routing_rule_id_routing_rule")
        ),
        sa.ForeignKeyConstraint(
            ["rule_pack_id"], ["rule_pack_version.id"], name=op.f("fk_case_rule_pack_id_rule_pack_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("number", name=op.f("uq_case_number")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_case_source_external_id")),
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_category_id_received_at"), ["category_id", "received_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_case_department_id_received_at"), ["department_id", "received_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_case_district_id_received_at"), ["district_id", "received_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_case_due_at_id"), ["due_at", "id"], unique=False)
        batch_op.create_index(
            "ix_case_hazard",
            ["id"],
            unique=False,
            sqlite_where=sa.text("is_hazard AND hazard_taken_at IS NULL"),
            postgresql_where=sa.text("is_hazard AND hazard_taken_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_case_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(
            "ix_case_open_next",
            ["next_due_at", "id"],
            unique=False,
            sqlite_where=sa.text("next_due_at IS NOT NULL"),
            postgresql_where=sa.text("next_due_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_case_received_at_id"), ["received_at", "id"], unique=False)
        batch_op.create_index("ix_case_state_next", ["state", "next_due_at", "id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum("lead", "supporting", "passed_down", name="assignmentrole", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "sent",
                "signed",
                "replied",
                "sent_back",
                "ended",
                name="assignmentstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("instruction", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("responded_at", sa.DateTime(), nullable=True),
        sa.Column("contacted_at", sa.DateTime(), nullable=True),
        sa.Column("replied_at", sa.DateTime(), nullable=True),
        sa.Column("identity_granted", sa.Boolean(), nullable=False),
        sa.Column(
            "next_clock",
            sa.Enum(
                "review",
                "completion",
                "sign",
                "respond",
                "contact",
                "first_report",
                "feedback",
                "redo",
                "return_decision",
                "reply_review",
                "follow_up",
                "deferral",
                "supervision",
                name="clockkind",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("next_due_at", sa.DateTime(), nullable=True),
        sa.Column("next_soon_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_assignment_case_id_case")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_assignment_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["assignment.id"], name=op.f("fk_assignment_parent_id_assignment")
        ),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user.id"], name=op.f("fk_assignment_sent_by_id_user")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["user.id"], name=op.f("fk_assignment_signed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assignment_case_id_department_id"), ["case_id", "department_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_assignment_department_id_case_id"), ["department_id", "case_id"], unique=False
        )
        batch_op.create_index(
            "ix_assignment_open",
            ["department_id", "next_due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('sent', 'signed')"),
            postgresql_where=sa.text("state IN ('sent', 'signed')"),
        )

    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column(
            "action",
            sa.Enum(
                "answer_directly",
                "submit",
                "send_back_to_agent",
                "correct",
                "not_accept",
                "merge",
                "dispatch",
                "add_supporting",
                "sign_for",
                "send_back",
                "accept_return",
                "reject_return",
                "rule_by_panel",
                "record_contact",
                "respond",
                "note_progress",
                "pass_down",
                "support_reply",
                "reply",
                "return_reply",
                "approve_reply",
                "attempt_follow_up",
                "close",
                "redo",
                "reopen",
                "request_extension",
                "decide_extension",
                "request_deferral",
                "decide_deferral",
                "resume",
                "request_termination",
                "decide_termination",
                "decide_non_acceptance",
                "request_exclusion",
                "decide_exclusion",
                "withdraw_request",
                "remind",
                "order_supervision",
                "reply_supervision",
                "confirm_supervision",
                "return_supervision",
                "raise_card",
                "escalate",
                "take_hazard",
                "import",
                "recount_clock",
                "rate",
                name="action",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "from_state",
            sa.Enum(
                "awaiting_completion",
                "pending_review",
                "not_accepted",
                "dispatched",
                "return_pending",
                "panel_pending",
                "handling",
                "redo",
                "replied",
                "follow_up",
                "closed",
                "deferred",
                "terminated",
                "merged",
                name="casestate",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "awaiting_completion",
                "pending_review",
                "not_accepted",
                "dispatched",
                "return_pending",
                "panel_pending",
                "handling",
                "redo",
                "replied",
                "follow_up",
                "closed",
                "deferred",
                "terminated",
                "merged",
                name="casestate",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_case_event_actor_id_user")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_event_case_id_case")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_case_event_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
    )
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_event_case_id_id"), ["case_id", "id"], unique=False)

    op.create_table(
        "citizen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("other_phone", sa.Text(), nullable=True),
        sa.Column("id_number", sa.Text(), nullable=True),
        sa.Column("home_address", sa.Text(), nullable=True),
        sa.Column("phone_index", sa.Text(), nullable=True),
        sa.Column("phone_tail_index", sa.Text(), nullable=True),
        sa.Column("id_number_index", sa.Text(), nullable=True),
        sa.Column("gender", sa.Text(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("care", sa.Text(), nullable=False),
        sa.Column("wants_reply", sa.Boolean(), nullable=False),
        sa.Column("reply_by", sa.Text(), nullable=False),
        sa.Column("call_window", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_citizen_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizen")),
        sa.UniqueConstraint("case_id", name=op.f("uq_citizen_case_id")),
    )
    with op.batch_alter_table("citizen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_citizen_id_number_index"), ["id_number_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_citizen_phone_index"), ["phone_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_citizen_phone_tail_index"), ["phone_tail_index"], unique=False)

    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("attempted_at", sa.DateTime(), nullable=False),
        sa.Column("attempted_by_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "rated",
                "refused",
                "no_answer",
                "wrong_number",
                "invalid_number",
                "do_not_call",
                "other",
                name="followupoutcome",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("was_contacted", sa.Boolean(), nullable=True),
        sa.Column(
            "solved",
            sa.Enum("yes", "partly", "no", name="solved", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "result_rating",
            sa.Enum("5", "4", "3", "2", "1", name="rating", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "hotline_rating",
            sa.Enum("5", "4", "3", "2", "1", name="rating", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempted_by_id"], ["user.id"], name=op.f("fk_follow_up_attempted_by_id_user")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_follow_up_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
    )
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_case_id"), ["case_id"], unique=False)

    op.create_table(
        "intake_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_intake_draft_case_id_case")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_intake_draft_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_draft")),
        sa.UniqueConstraint("token", name=op.f("uq_intake_draft_token")),
    )
    with op.batch_alter_table("intake_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_draft_user_id"), ["user_id"], unique=False)

    op.create_table(
        "reply_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_reply_draft_case_id_case")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_reply_draft_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_draft")),
        sa.UniqueConstraint("case_id", "user_id", name=op.f("uq_reply_draft_case_id_user_id")),
    )

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum("inbox", "sms", "mail", "webhook", name="noticechannel", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("waiting", "sent", "failed", "read", name="noticestate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("try_at", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_notice_case_id_case")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notice_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_state_id"), ["state", "id"], unique=False)
        batch_op.create_index(
            "ix_notice_tray",
            ["user_id", "id"],
            unique=False,
            sqlite_where=sa.text("channel = 'inbox'"),
            postgresql_where=sa.text("channel = 'inbox'"),
        )
        batch_op.create_index(
            "ix_notice_unread",
            ["user_id"],
            unique=False,
            sqlite_where=sa.text("channel = 'inbox' AND state <> 'read'"),
            postgresql_where=sa.text("channel = 'inbox' AND state <> 'read'"),
        )
        batch_op.create_index(
            "ix_notice_waiting",
            ["try_at"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "supervision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "reminder",
                "yellow_card",
                "red_card",
                "order",
                name="supervisionkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum("0", "1", "2", "3", "4", "5", name="supervisionlevel", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "trigger",
            sa.Enum(
                "hazard",
                "due_soon",
                "overdue",
                "overdue_working_days",
                "redone_times",
                "return_times",
                "same_matter_callers",
                "deferral_missed",
                "leader_instruction",
                "manual",
                name="trigger",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("open", "replied", "confirmed", name="supervisionstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("addressed_to", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requirement", sa.Text(), nullable=False),
        sa.Column("reply_limit", sa.Text(), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_by_id", sa.Integer(), nullable=True),
        sa.Column("replied_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_supervision_case_id_case")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["user.id"], name=op.f("fk_supervision_confirmed_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_supervision_department_id_department")
        ),
        sa.ForeignKeyConstraint(["issued_by_id"], ["user.id"], name=op.f("fk_supervision_issued_by_id_user")),
        sa.ForeignKeyConstraint(
            ["replied_by_id"], ["user.id"], name=op.f("fk_supervision_replied_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision")),
        sa.UniqueConstraint("key", name=op.f("uq_supervision_key")),
        sa.UniqueConstraint("number", name=op.f("uq_supervision_number")),
    )
    with op.batch_alter_table("supervision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_supervision_case_id_kind"), ["case_id", "kind"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_supervision_department_id_state"), ["department_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_supervision_state_level_id"), ["state", "level", "id"], unique=False
        )

    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("stored_name", sa.Text(), nullable=False),
        sa.Column("original_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_attachment_case_id_case")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["case_event.id"], name=op.f("fk_attachment_event_id_case_event")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_attachment_uploaded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_attachment_stored_name")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_event_id"), ["event_id"], unique=False)

    op.create_table(
        "case_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "return",
                "extension",
                "deferral",
                "termination",
                "non_acceptance",
                "exclusion",
                name="requestkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "first_approved",
                "approved",
                "rejected",
                "withdrawn",
                name="requeststate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ground_code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("proposed_department_id", sa.Integer(), nullable=True),
        sa.Column("limit", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("needs_panel", sa.Boolean(), nullable=False),
        sa.Column("needs_second_approver", sa.Boolean(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(), nullable=False),
        sa.Column("first_decided_by_id", sa.Integer(), nullable=True),
        sa.Column("first_decided_at", sa.DateTime(), nullable=True),
        sa.Column("first_note", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("effect", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_case_request_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_request_case_id_case")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_case_request_decided_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_case_request_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["first_decided_by_id"], ["user.id"], name=op.f("fk_case_request_first_decided_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_department_id"],
            ["department.id"],
            name=op.f("fk_case_request_proposed_department_id_department"),
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["user.id"], name=op.f("fk_case_request_requested_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_request")),
    )
    with op.batch_alter_table("case_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_request_case_id_kind"), ["case_id", "kind"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_case_request_department_id_id"), ["department_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_case_request_state_kind_id"), ["state", "kind", "id"], unique=False
        )

    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("supervision_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "review",
                "completion",
                "sign",
                "respond",
                "contact",
                "first_report",
                "feedback",
                "redo",
                "return_decision",
                "reply_review",
                "follow_up",
                "deferral",
                "supervision",
                name="clockkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("limit", sa.Text(), nullable=False),
        sa.Column("extensions", sa.JSON(), nullable=False),
        sa.Column("pauses", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("soon_at", sa.DateTime(), nullable=False),
        sa.Column("original_due_at", sa.DateTime(), nullable=False),
        sa.Column("paused_at", sa.DateTime(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(), nullable=True),
        sa.Column("soon_marked_at", sa.DateTime(), nullable=True),
        sa.Column("overdue_marked_at", sa.DateTime(), nullable=True),
        sa.Column("rule_pack_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_clock_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_clock_case_id_case")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_clock_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["rule_pack_id"], ["rule_pack_version.id"], name=op.f("fk_clock_rule_pack_id_rule_pack_version")
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"], ["supervision.id"], name=op.f("fk_clock_supervision_id_supervision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
    )
    with op.batch_alter_table("clock", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clock_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_clock_case_id_stopped_at"), ["case_id", "stopped_at"], unique=False
        )
        batch_op.create_index(
            "ix_clock_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("stopped_at IS NULL AND paused_at IS NULL AND overdue_marked_at IS NULL"),
            postgresql_where=sa.text(
                "stopped_at IS NULL AND paused_at IS NULL AND overdue_marked_at IS NULL"
            ),
        )
        batch_op.create_index(
            "ix_clock_running",
            ["due_at", "department_id"],
            unique=False,
            sqlite_where=sa.text("stopped_at IS NULL AND paused_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL AND paused_at IS NULL"),
        )
        batch_op.create_index(
            "ix_clock_soon",
            ["soon_at"],
            unique=False,
            sqlite_where=sa.text("stopped_at IS NULL AND paused_at IS NULL AND soon_marked_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL AND paused_at IS NULL AND soon_marked_at IS NULL"),
        )

    op.create_table(
        "reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("is_true", sa.Boolean(), nullable=False),
        sa.Column("is_ours", sa.Boolean(), nullable=False),
        sa.Column(
            "contact",
            sa.Enum(
                "reached", "unreached", "not_needed", name="contactoutcome", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("contact_phone", sa.Text(), nullable=True),
        sa.Column("contacted_at", sa.DateTime(), nullable=True),
        sa.Column(
            "solved",
            sa.Enum("yes", "partly", "no", name="solved", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("unsolved_reason", sa.Text(), nullable=False),
        sa.Column("internal_record", sa.Text(), nullable=False),
        sa.Column("public_answer", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("next_plan", sa.Text(), nullable=False),
        sa.Column("handled_by", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(), nullable=False),
        sa.Column("replied_by_id", sa.Integer(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_reply_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_reply_case_id_case")),
        sa.ForeignKeyConstraint(["replied_by_id"], ["user.id"], name=op.f("fk_reply_replied_by_id_user")),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["user.id"], name=op.f("fk_reply_reviewed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
    )
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_case_id"), ["case_id"], unique=False)

    refuse_changes()


def downgrade() -> None:
    allow_changes()
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_case_id"))
        batch_op.drop_index(batch_op.f("ix_reply_assignment_id"))

    op.drop_table("reply")
    with op.batch_alter_table("clock", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_clock_soon",
            sqlite_where=sa.text("stopped_at IS NULL AND paused_at IS NULL AND soon_marked_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL AND paused_at IS NULL AND soon_marked_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_clock_running",
            sqlite_where=sa.text("stopped_at IS NULL AND paused_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL AND paused_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_clock_due",
            sqlite_where=sa.text("stopped_at IS NULL AND paused_at IS NULL AND overdue_marked_at IS NULL"),
            postgresql_where=sa.text(
                "stopped_at IS NULL AND paused_at IS NULL AND overdue_marked_at IS NULL"
            ),
        )
        batch_op.drop_index(batch_op.f("ix_clock_case_id_stopped_at"))
        batch_op.drop_index(batch_op.f("ix_clock_assignment_id"))

    op.drop_table("clock")
    with op.batch_alter_table("case_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_request_state_kind_id"))
        batch_op.drop_index(batch_op.f("ix_case_request_department_id_id"))
        batch_op.drop_index(batch_op.f("ix_case_request_case_id_kind"))

    op.drop_table("case_request")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_event_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_case_id"))

    op.drop_table("attachment")
    with op.batch_alter_table("supervision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supervision_state_level_id"))
        batch_op.drop_index(batch_op.f("ix_supervision_department_id_state"))
        batch_op.drop_index(batch_op.f("ix_supervision_case_id_kind"))

    op.drop_table("supervision")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_notice_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(
            "ix_notice_unread",
            sqlite_where=sa.text("channel = 'inbox' AND state <> 'read'"),
            postgresql_where=sa.text("channel = 'inbox' AND state <> 'read'"),
        )
        batch_op.drop_index(
            "ix_notice_tray",
            sqlite_where=sa.text("channel = 'inbox'"),
            postgresql_where=sa.text("channel = 'inbox'"),
        )
        batch_op.drop_index(batch_op.f("ix_notice_state_id"))
        batch_op.drop_index(batch_op.f("ix_notice_case_id"))

    op.drop_table("reply_draft")
    op.drop_table("notice")
    with op.batch_alter_table("intake_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_draft_user_id"))

    op.drop_table("intake_draft")
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_up_case_id"))

    op.drop_table("follow_up")
    with op.batch_alter_table("citizen", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_citizen_phone_tail_index"))
        batch_op.drop_index(batch_op.f("ix_citizen_phone_index"))
        batch_op.drop_index(batch_op.f("ix_citizen_id_number_index"))

    op.drop_table("citizen")
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_event_case_id_id"))

    op.drop_table("case_event")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_assignment_open",
            sqlite_where=sa.text("state IN ('sent', 'signed')"),
            postgresql_where=sa.text("state IN ('sent', 'signed')"),
        )
        batch_op.drop_index(batch_op.f("ix_assignment_department_id_case_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_case_id_department_id"))

    op.drop_table("assignment")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index("ix_case_state_next")
        batch_op.drop_index(batch_op.f("ix_case_received_at_id"))
        batch_op.drop_index(
            "ix_case_open_next",
            sqlite_where=sa.text("next_due_at IS NOT NULL"),
            postgresql_where=sa.text("next_due_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_case_merged_into_id"))
        batch_op.drop_index(
            "ix_case_hazard",
            sqlite_where=sa.text("is_hazard AND hazard_taken_at IS NULL"),
            postgresql_where=sa.text("is_hazard AND hazard_taken_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_case_due_at_id"))
        batch_op.drop_index(batch_op.f("ix_case_district_id_received_at"))
        batch_op.drop_index(batch_op.f("ix_case_department_id_received_at"))
        batch_op.drop_index(batch_op.f("ix_case_category_id_received_at"))

    op.drop_table("case")
    op.drop_table("user_role")
    op.drop_table("rule_pack_version")
    op.drop_table("import_batch")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_user_id_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_object_type_object_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_kind_id"))

    op.drop_table("audit_entry")
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_department_id"))

    op.drop_table("user")
    with op.batch_alter_table("routing_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_routing_rule_lead_id"))
        batch_op.drop_index(batch_op.f("ix_routing_rule_category_id_area_id"))

    op.drop_table("routing_rule")
    op.drop_table("hazard_word")
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_department_parent_id"))

    op.drop_table("department")
    op.drop_table("work_day")
    op.drop_table("supervision_trigger")
    with op.batch_alter_table("stale_day", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stale_day_day"))

    op.drop_table("stale_day")
    op.drop_table("role")
    op.drop_table("quick_reply")
    op.drop_table("number_series")
    with op.batch_alter_table("job_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_run_job_id"))

    op.drop_table("job_run")
    op.drop_table("ground")
    op.drop_table("escalation_step")
    with op.batch_alter_table("day_figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_day_figure_dimension_day_key"))

    op.drop_table("day_figure")
    op.drop_table("city")
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_category_parent_id"))
        batch_op.drop_index(batch_op.f("ix_category_branch_id"))

    op.drop_table("category")
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_area_parent_id"))
        batch_op.drop_index(batch_op.f("ix_area_district_id"))

    op.drop_table("area")
