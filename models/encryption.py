"""Encrypted column types for personal data, their blind index, and the keyring both draw on.

A value is stored as `v1.<nonce and ciphertext in base64>` under AES-256-GCM with the column's name as
associated data, so that a value moved to another column does not open. The blind index is an HMAC under
a key of its own: equal values are found without being readable.
"""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Text, TypeDecorator
from sqlalchemy.engine import Dialect

SCHEME = "v1."
NONCE_BYTES = 12
INDEX_HEX_DIGITS = 32


class CannotDecrypt(Exception):
    """A stored value does not open with the key in use: another key, or a damaged value."""


class Keyring:
    """The keys in use, derived from HOTLINE_DATA_KEY; empty until the app is built."""

    def __init__(self) -> None:
        self._cipher: AESGCM | None = None
        self._index_key = b""

    def use(self, data_key: str) -> None:
        """Derive the field key and the index key from the given secret."""
        self._cipher = AESGCM(derive(data_key, b"field"))
        self._index_key = derive(data_key, b"blind index")

    def seal(self, text: str, purpose: str) -> str:
        """Encrypt the text for the purpose (table.column)."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._aes().encrypt(nonce, text.encode(), purpose.encode())
        return SCHEME + base64.b64encode(nonce + sealed).decode()

    def open(self, sealed: str, purpose: str) -> str:
        """Decrypt what `seal` returned; CannotDecrypt where key, purpose or value do not fit."""
        if not sealed.startswith(SCHEME):
            raise CannotDecrypt(purpose)
        raw = base64.b64decode(sealed[len(SCHEME) :])
        try:
            return self._aes().decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode()).decode()
        except InvalidTag as error:
            raise CannotDecrypt(purpose) from error

    def index(self, text: str, purpose: str) -> str:
        """Return the blind index of the text: 128 bits as hex, equal for equal text and purpose."""
        mark = hmac.new(self._index_key, f"{purpose}|{text}".encode(), hashlib.sha256)
        return mark.hexdigest()[:INDEX_HEX_DIGITS]

    def _aes(self) -> AESGCM:
        if self._cipher is None:
            raise CannotDecrypt("no data key in use")
        return self._cipher


def derive(secret: str, purpose: bytes) -> bytes:
    """Return 32 bytes for the purpose from the secret."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"minqingtong " + purpose).derive(
        secret.encode()
    )


keyring = Keyring()


class Encrypted(TypeDecorator[str]):
    """A text column whose value is readable only with the data key; empty text stays empty."""

    impl = Text
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Encrypt on the way in."""
        return keyring.seal(value, self.purpose) if value else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Decrypt on the way out."""
        return keyring.open(value, self.purpose) if value else value
