"""Telling people (通知): writes messages into trays and the outbox, in the transaction of the step itself.

Who hears of which step is THE table in notice_rules.py. Nothing is sent here: what leaves the house waits
in the outbox until the scheduler sends it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from config import LOCAL_TIMEZONE
from models.base import db
from models.notice import Notice
from models.queries import cities, departments, reference
from models.vocabulary import Action, Audience, NoticeChannel, NoticeState
from workflows.audiences import MOBILE, audience_of, by_day, phone_of_citizen
from workflows.headlines import ANYBODY, headline, is_open_to
from workflows.notice_rules import NOTICES, Rule
from workflows.ways_out import ways_out

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from models.case import Case
    from models.case_event import CaseEvent
    from models.user import User

EVERYWHERE = tuple(NoticeChannel)
# The receipt goes to who is still on the telephone.
AT_ONCE = frozenset({Action.SUBMIT, Action.ANSWER_DIRECTLY})


class Reachable(Protocol):
    """Whoever can be told: a user, or the little that is needed of one."""

    @property
    def id(self) -> int:
        """The user's id."""

    @property
    def phone(self) -> str | None:
        """Where text messages go."""

    @property
    def mail(self) -> str:
        """Where mail goes."""


def tell(
    case: Case, event: CaseEvent, *, by: User | None, at: datetime, addressed_ids: Collection[int | None] = ()
) -> None:
    """Write what the table says of this step for everyone it names, except for who took it.

    Nobody is told of the same step twice by one channel. `addressed_ids` are the departments that the
    step speaks to, such as a supervision order.
    """
    told: set[tuple[int, NoticeChannel]] = {(by.id, channel) for channel in NoticeChannel} if by else set()
    for rule in NOTICES.get(event.action, ()):
        channels = [channel for channel in rule.channels if ways_out.is_open(channel)]
        if channels and rule.when.holds(case, event):
            tell_audience(case, event, rule, channels, told, at=at, addressed_ids=addressed_ids)


def tell_audience(
    case: Case,
    event: CaseEvent,
    rule: Rule,
    channels: Collection[NoticeChannel],
    told: set[tuple[int, NoticeChannel]],
    *,
    at: datetime,
    addressed_ids: Collection[int | None],
) -> None:
    """Write the messages of one line of the table; `told` is who has heard already."""
    if rule.audience is Audience.CITIZEN:
        tell_citizen(case, event, rule, at=at)
        return
    values = words(case, event)
    title, body = rule.title.format_map(values), rule.body.format_map(values)
    if rule.audience is Audience.SYSTEM:
        push(case=case, title=title, body=body, at=at, is_urgent=rule.is_urgent)
        return
    people = audience_of(case, rule.audience, addressed_ids=addressed_ids)
    for channel in channels:
        new = [user for user in people if (user.id, channel) not in told]
        told.update((user.id, channel) for user in new)
        send_to(new, case=case, title=title, body=body, at=at, channels=[channel], is_urgent=rule.is_urgent)


def send_to(
    users: Iterable[Reachable],
    *,
    case: Case | None = None,
    title: str,
    body: str = "",
    at: datetime,
    channels: Collection[NoticeChannel] = (NoticeChannel.INBOX,),
    is_urgent: bool = False,
    key: str | None = None,
    meeting_id: int | None = None,
) -> int:
    """Tell these people by these channels, and the outside system once where it is among them.

    A channel without a gateway, and a person without a number or mail address, is passed over; returns how
    many messages were written. `meeting_id` says whose calendar file goes with a mail.

    `key`, with person and channel added, makes each of them the only one: whoever may come twice looks for it first.
    """
    written = 0
    for user in users:
        for channel in channels:
            address = address_of(user, channel)
            if channel is NoticeChannel.WEBHOOK or address is None or not ways_out.is_open(channel):
                continue
            own_key = f"{key}/{user.id}/{channel.value}" if key else None
            text = text_for(channel, case, title, body)
            written += 1
            write(
                channel,
                text,
                case=case,
                user_id=user.id,
                address=address,
                at=at,
                is_urgent=is_urgent,
                key=own_key,
                meeting_id=meeting_id,
            )
    if NoticeChannel.WEBHOOK in channels:
        written += push(case=case, title=title, body=body, at=at, is_urgent=is_urgent, key=key)
    return written


def push(
    *, case: Case | None, title: str, body: str, at: datetime, is_urgent: bool = False, key: str | None = None
) -> int:
    """Put a message to the outside system into the outbox, if there is one; returns how many.

    What a confidential desk keeps goes to no other system.
    """
    if not ways_out.is_open(NoticeChannel.WEBHOOK) or (case is not None and case.desk is not None):
        return 0
    own_key = f"{key}/{NoticeChannel.WEBHOOK.value}" if key else None
    write(NoticeChannel.WEBHOOK, (title, body), case=case, at=at, is_urgent=is_urgent, key=own_key)
    return 1


def write(
    channel: NoticeChannel,
    text: tuple[str, str],
    *,
    case: Case | None,
    at: datetime,
    user_id: int | None = None,
    address: str = "",
    is_urgent: bool = False,
    key: str | None = None,
    try_at: datetime | None = None,
    meeting_id: int | None = None,
) -> None:
    """Write one message; in a tray it has arrived, in the outbox it waits."""
    arrives = channel is NoticeChannel.INBOX
    db.session.add(
        Notice(
            key=key,
            case_id=case.id if case else None,
            user_id=user_id,
            meeting_id=meeting_id,
            channel=channel,
            state=NoticeState.SENT if arrives else NoticeState.WAITING,
            address=address or None,
            title=" ".join(text[0].split()),
            body=text[1],
            is_urgent=is_urgent,
            created_at=at,
            try_at=try_at or at,
            sent_at=at if arrives else None,
        )
    )


def address_of(user: Reachable, channel: NoticeChannel) -> str | None:
    """Return where the channel reaches the user, "" where it needs no address, None where it cannot."""
    if channel is NoticeChannel.SMS:
        return user.phone if user.phone and MOBILE.fullmatch(user.phone) else None
    if channel is NoticeChannel.MAIL:
        return user.mail or None
    return ""


def text_for(channel: NoticeChannel, case: Case | None, title: str, body: str) -> tuple[str, str]:
    """Return title and body as the channel carries them; a telephone shows nothing of the case itself."""
    if channel is NoticeChannel.SMS:
        return title, f"{signature()}{title}。请登录系统查看。" if case else f"{signature()}{title}。{body}"
    if channel is NoticeChannel.MAIL and case is not None:
        return title, f"{body}\n\n{ways_out.public_url}/cases/{case.id}\n"
    return title, body


def signature() -> str:
    """Return who a text message is from, as such messages begin: 【12345热线】."""
    city = cities.find()
    return f"【{city.hotline_name if city else '12345热线'}】"


def words(case: Case, event: CaseEvent) -> dict[str, str]:
    """Return what the texts of the table may mention."""
    return {
        "number": case.number,
        "action": event.action.label,
        "title": line_for_anybody(case),
        "url": f"{ways_out.public_url}/query",
    }


def line_for_anybody(case: Case) -> str:
    """Return what may be said of the case to whoever gets hold of the message."""
    if is_open_to(case, ANYBODY):
        return headline(case, ANYBODY, matter="", district="")
    matter = reference.find_category(case.category_id)
    district = reference.find_area(case.district_id) if case.district_id else None
    return headline(
        case, ANYBODY, matter=matter.name if matter else "", district=district.name if district else ""
    )


def tell_citizen(case: Case, event: CaseEvent, rule: Rule, *, at: datetime) -> None:
    """Put a text message to the caller into the outbox, if they may and can get one."""
    phone = phone_of_citizen(case)
    if phone is None:
        return
    lead = departments.find(case.department_id) if case.department_id else None
    until = case.due_at.astimezone(LOCAL_TIMEZONE) if case.due_at else None
    values = {
        **words(case, event),
        "department": lead.name if lead else "",
        "until": f"{until.year}年{until.month}月{until.day}日" if until else "",
    }
    text = (rule.title.format_map(values), signature() + rule.body.format_map(values))
    try_at = at if event.action in AT_ONCE else by_day(at)
    write(NoticeChannel.SMS, text, case=case, address=phone, at=at, try_at=try_at)
