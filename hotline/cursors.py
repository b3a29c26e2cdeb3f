"""Where a list goes on: the place of its last line, as text in an address."""

from datetime import UTC, datetime

from werkzeug.exceptions import BadRequest


def write_cursor(due_at: datetime | None, row_id: int) -> str:
    """Write (moment, id) as text; a line without a moment has 0 for it."""
    return f"{due_at.timestamp() if due_at else 0:.6f}-{row_id}"


def read_cursor(text: str | None) -> tuple[datetime | None, int] | None:
    """Read what `write_cursor` wrote; a BadRequest for anything else, None for nothing."""
    if not text:
        return None
    moment, _, row_id = text.partition("-")
    try:
        if len(text) > 40 or not row_id.isascii():
            raise ValueError(text)
        stamp = float(moment)
        return (datetime.fromtimestamp(stamp, UTC) if stamp else None), int(row_id)
    except (ValueError, OverflowError, OSError) as error:
        raise BadRequest from error
