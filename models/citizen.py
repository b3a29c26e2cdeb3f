"""Citizen (诉求人): who called about a case, encrypted; and how they are masked on screens and in exports."""

from __future__ import annotations

import re

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row
from models.encryption import Encrypted, keyring

COMPOUND_SURNAMES = frozenset(
    {
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "夏侯",
        "司徒",
        "南宫",
        "西门",
    }
)
TITLES = ("先生", "女士", "小姐", "同志", "老师")


class Citizen(Row):
    """The caller of one case as given in that call; identity is found through the blind indexes only."""

    __tablename__ = "citizen"
    # A caller's cases are listed newest first, however many they are.
    __table_args__ = (Index(None, "phone_index", "case_id"),)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    name: Mapped[str | None] = mapped_column(Encrypted("citizen.name"))
    phone: Mapped[str | None] = mapped_column(Encrypted("citizen.phone"))
    other_phone: Mapped[str | None] = mapped_column(Encrypted("citizen.other_phone"))
    id_number: Mapped[str | None] = mapped_column(Encrypted("citizen.id_number"))
    home_address: Mapped[str | None] = mapped_column(Encrypted("citizen.home_address"))
    phone_index: Mapped[str | None]
    phone_tail_index: Mapped[str | None] = mapped_column(index=True)
    id_number_index: Mapped[str | None] = mapped_column(index=True)
    gender: Mapped[str] = mapped_column(default="")
    identity: Mapped[str] = mapped_column(default="个人")
    organisation: Mapped[str] = mapped_column(default="")
    care: Mapped[str] = mapped_column(default="")
    wants_reply: Mapped[bool] = mapped_column(default=True)
    reply_by: Mapped[str] = mapped_column(default="电话")
    call_window: Mapped[str] = mapped_column(default="")

    @property
    def known_names(self) -> list[str]:
        """What the caller is called, the longest first; single characters would hide too much."""
        return sorted({n for n in (self.name, self.organisation) if n and len(n) > 1}, key=len, reverse=True)

    def index_identity(self) -> None:
        """Set the blind indexes from the phone and ID number now on the row."""
        self.phone_index = phone_index(self.phone)
        self.phone_tail_index = phone_tail_index(self.phone)
        self.id_number_index = keyring.index(self.id_number, "citizen.id_number") if self.id_number else None


def phone_index(phone: str | None) -> str | None:
    """Return the blind index of a whole number, or None without one."""
    return keyring.index(phone, "citizen.phone") if phone else None


def phone_tail_index(phone: str | None) -> str | None:
    """Return the blind index of a number's last four digits, or None without one."""
    return keyring.index(phone[-4:], "citizen.phone.tail") if phone else None


def mask_phone(phone: str | None) -> str:
    """Hide the middle of a number: 138****1234, 0931-****678."""
    if not phone:
        return ""
    if re.fullmatch(r"1\d{10}", phone):
        return f"{phone[:3]}****{phone[-4:]}"
    return "*" * max(len(phone) - 3, 3) + phone[-3:]


def mask_mail(mail: str | None) -> str:
    """Keep the first letter and the domain of a mail address: z***@example.cn."""
    name, _, domain = (mail or "").partition("@")
    return f"{name[:1]}***@{domain}" if domain else "***" if name else ""


def mask_name(name: str | None) -> str:
    """Keep the surname only: 张**, 欧阳*, 张先生 stays since it names no one."""
    if not name:
        return ""
    if name.endswith(TITLES):
        return name
    surname = name[:2] if name[:2] in COMPOUND_SURNAMES else name[:1]
    return surname + "*" * max(len(name) - len(surname), 1)


def surname_and_title(name: str | None, gender: str) -> str:
    """Return what a handling unit may know of a name (张先生): the surname and a form of address."""
    if not name:
        return "诉求人"
    if name.endswith(TITLES):
        return name
    surname = name[:2] if name[:2] in COMPOUND_SURNAMES else name[:1]
    return surname + {"男": "先生", "女": "女士"}.get(gender, "先生/女士")


def mask_organisation(name: str | None) -> str:
    """Keep the first two characters of a firm's name, which mostly say where it is."""
    return f"{name[:2]}****" if name else ""


def mask_id_number(id_number: str | None) -> str:
    """Keep the first three and last four of an ID number."""
    return f"{id_number[:3]}***********{id_number[-4:]}" if id_number else ""


def mask_address(address: str | None) -> str:
    """Keep an address down to the street; house numbers and rooms are hidden."""
    return (
        re.sub(r"[\d０-９一二三四五六七八九十]+(?=\s*(?:号|栋|幢|单元|室|楼|组|层))", "*", address)
        if address
        else ""
    )
