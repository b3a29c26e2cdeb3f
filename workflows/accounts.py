"""Signing in, locking after misses, changing passwords; each leaves a line in the audit log."""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING

from workflows import audit
from workflows.errors import BadInput

if TYPE_CHECKING:
    from datetime import datetime

    from models.user import User

# GB/T 22239-2019, 8.1.4.1 b asks for an answer to failed sign-ins without naming numbers.
MISSES_BEFORE_LOCK = 5
LOCK = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
KINDS_OF_CHARACTER = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
# Without letters that are taken for one another when a password is read out: 0 O, 1 l I.
LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
TOO_COMMON = ("password", "12345678", "qwerty", "admin", "hotline", "minqingtong")


def normal_name(name: str | None) -> str:
    """Return a sign-in name as it is stored: full-width letters narrowed, lower case, no spaces around."""
    return unicodedata.normalize("NFKC", name or "").strip().casefold()


def check_password_strength(password: str) -> None:
    """Refuse a password of under 12 characters, of fewer than three kinds, or with a common word."""
    kinds = sum(bool(re.search(kind, password)) for kind in KINDS_OF_CHARACTER)
    if len(password) < SHORTEST_PASSWORD or kinds < 3:
        raise BadInput("密码至少 12 个字符，并包含大写字母、小写字母、数字、符号中的三种。", "new")
    if any(word in password.casefold() for word in TOO_COMMON):
        raise BadInput("密码中含有常见词（如 password、12345678），请换一个。", "new")


def one_time_password() -> str:
    """Return a password to hand out once, strong and easy to read out: four letters, four times."""
    while True:
        groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
        password = "-".join(groups)
        try:
            check_password_strength(password)
        except BadInput:
            continue
        return password


def sign_in(user: User | None, name: str, *, fits: bool, address: str, at: datetime) -> bool:
    """Count the attempt and say whether the person may come in."""
    if user is None:
        audit.write("sign_in_failed", user_name=name[:64], address=address, at=at, summary="用户不存在")
        return False
    if not user.is_active or (user.locked_until is not None and user.locked_until > at):
        audit.write("sign_in_failed", by=user, address=address, at=at, summary="账户停用或锁定")
        return False
    if not fits:
        user.failed_sign_ins += 1
        if user.failed_sign_ins >= MISSES_BEFORE_LOCK:
            user.locked_until, user.failed_sign_ins = at + LOCK, 0
        audit.write("sign_in_failed", by=user, address=address, at=at, summary="密码错误")
        return False
    user.failed_sign_ins, user.locked_until, user.signed_in_at = 0, None, at
    audit.write("sign_in", by=user, address=address, at=at)
    return True


def sign_out(user: User, *, address: str, at: datetime) -> None:
    """Note that the user left."""
    audit.write("sign_out", by=user, address=address, at=at)


def change_password(user: User, password_hash: str, *, by: User, at: datetime) -> None:
    """Set the new hash; every session of the user ends, and someone else's choice must be changed."""
    user.password_hash = password_hash
    user.session_stamp = secrets.token_hex(8)
    user.must_change_password = by is not user
    user.failed_sign_ins, user.locked_until = 0, None
    audit.write("change_password", by=by, at=at, object_type="user", object_id=user.name)
