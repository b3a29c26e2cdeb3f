"""Keep exchanges, seats, calls, what happens to calls, and notes on callers."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the five tables."""
    op.create_table(
        "exchange",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("recording_hosts", sa.JSON(), nullable=False),
        sa.Column("is_training", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("last_event_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_exchange_made_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange")),
        sa.UniqueConstraint("name", name=op.f("uq_exchange_name")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_exchange_token_hash")),
    )
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("extension", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_seat_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("user_id", name=op.f("uq_seat_user_id")),
        sa.UniqueConstraint("extension", name=op.f("uq_seat_extension")),
    )
    op.create_table(
        "phone_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exchange_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("direction", sa.String(40), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("phone_index", sa.Text(), nullable=True),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("rang_at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("cause", sa.String(40), nullable=True),
        sa.Column("recording_url", sa.Text(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["exchange.id"], name=op.f("fk_phone_call_exchange_id_exchange")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["user.id"], name=op.f("fk_phone_call_agent_id_user")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_phone_call_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_call")),
        sa.UniqueConstraint("exchange_id", "external_id", name=op.f("uq_phone_call_exchange_id_external_id")),
    )
    for columns in (
        ["rang_at", "id"],
        ["agent_id", "rang_at", "id"],
        ["phone_index", "rang_at"],
        ["case_id"],
    ):
        op.create_index(op.f(f"ix_phone_call_{'_'.join(columns)}"), "phone_call", columns)
    op.create_table(
        "call_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phone_call_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["phone_call_id"], ["phone_call.id"], name=op.f("fk_call_event_phone_call_id_phone_call")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["user.id"], name=op.f("fk_call_event_agent_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_event")),
    )
    op.create_index(op.f("ix_call_event_phone_call_id"), "call_event", ["phone_call_id"])
    op.create_table(
        "caller_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("phone_index", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["set_by_id"], ["user.id"], name=op.f("fk_caller_note_set_by_id_user")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user.id"], name=op.f("fk_caller_note_ended_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caller_note")),
    )
    op.create_index(op.f("ix_caller_note_phone_index_ends_on"), "caller_note", ["phone_index", "ends_on"])


def downgrade() -> None:
    """Remove them, the one that refers to another first."""
    for table in ("caller_note", "call_event", "phone_call", "seat", "exchange"):
        op.drop_table(table)
