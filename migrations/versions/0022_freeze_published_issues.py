"""Freeze published issues: the database itself refuses to change what was published, or to let it go."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

PUBLISHED = "('published', 'corrected')"
FROZEN = (
    "product", "period", "first_on", "last_on", "year", "number", "running_number", "title", "counted_at",
    "rule_pack_id", "paper", "figures", "corrects_id", "correction_reason", "published_at",
)  # fmt: skip
PARTS = ("issue_file", "issue_text")
SAYS = "a published issue is never changed"


def upgrade() -> None:
    """Set the triggers; whether an issue was corrected may still be written down."""
    if op.get_bind().dialect.name == "sqlite":
        differs = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FROZEN)
        refuse = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        op.execute(
            "CREATE TRIGGER report_issue_no_update BEFORE UPDATE ON report_issue "
            f"WHEN OLD.state IN {PUBLISHED} AND (NEW.state NOT IN {PUBLISHED} OR {differs}) {refuse}"
        )
        op.execute(
            "CREATE TRIGGER report_issue_no_delete BEFORE DELETE ON report_issue "
            f"WHEN OLD.state IN {PUBLISHED} {refuse}"
        )
        for table in PARTS:
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} WHEN "  # noqa: S608
                    f"(SELECT state FROM report_issue WHERE id = OLD.issue_id) IN {PUBLISHED} {refuse}"
                )
        return
    differs = " OR ".join(f"NEW.{name}::text IS DISTINCT FROM OLD.{name}::text" for name in FROZEN)
    op.execute(
        "CREATE FUNCTION refuse_issue_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF OLD.state IN {PUBLISHED} THEN IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{SAYS}'; "
        f"ELSIF NEW.state NOT IN {PUBLISHED} OR {differs} THEN RAISE EXCEPTION '{SAYS}'; END IF; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE FUNCTION refuse_issue_part_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608
        f"IF (SELECT state FROM report_issue WHERE id = OLD.issue_id) IN {PUBLISHED} THEN "
        f"RAISE EXCEPTION '{SAYS}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER report_issue_frozen BEFORE UPDATE OR DELETE ON report_issue "
        "FOR EACH ROW EXECUTE FUNCTION refuse_issue_change()"
    )
    for table in PARTS:
        op.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_issue_part_change()"
        )


def downgrade() -> None:
    """Take the triggers away."""
    if op.get_bind().dialect.name == "sqlite":
        for table in ("report_issue", *PARTS):
            for act in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_no_{act}")
        return
    for table in ("report_issue", *PARTS):
        op.execute(f"DROP TRIGGER {table}_frozen ON {table}")
    op.execute("DROP FUNCTION refuse_issue_change()")
    op.execute("DROP FUNCTION refuse_issue_part_change()")
