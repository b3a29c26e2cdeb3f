"""Where the house runs: reads the environment once into a frozen Settings; nothing else reads os.environ."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent
LOCAL_TIMEZONE = ZoneInfo("Asia/Shanghai")

MEBIBYTE = 1024 * 1024


class BadSettings(Exception):
    """The environment lacks something, or holds something unusable; says all of it at once."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything the house needs to know about where it runs; `.env.example` explains each."""

    secret_key: str
    data_key: str
    database_url: str
    production: bool = False
    testing: bool = False
    instance_dir: Path = ROOT / "instance"
    uploads_dir: Path = ROOT / "instance" / "uploads"
    issues_dir: Path = ROOT / "instance" / "issues"
    trusted_proxies: int = 0
    https_only: bool = False
    public_url: str = "http://127.0.0.1:8000"
    limits_storage: str = "memory://"
    idle_minutes: int = 30
    session_hours: int = 12
    upload_mebibytes: int = 20
    import_mebibytes: int = 512
    export_mebibytes: int = 2048
    gateway_seconds: int = 10
    sms_url: str = ""
    sms_token: str = ""
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_starttls: bool = False
    smtp_tls: bool = False
    mail_from: str = "12345@localhost"
    webhook_url: str = ""
    webhook_secret: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read HOTLINE_* variables.

        In development a missing key is made, kept under the instance folder and said out loud by the
        caller; with HOTLINE_ENVIRONMENT=production every missing one is named in one BadSettings.
        """
        production = environment.get("HOTLINE_ENVIRONMENT", "development") == "production"
        instance = Path(environment.get("HOTLINE_INSTANCE_DIR") or ROOT / "instance")
        wanted = ["HOTLINE_SECRET_KEY", "HOTLINE_DATA_KEY", *(["HOTLINE_DATABASE_URL"] if production else [])]
        missing = [name for name in wanted if not environment.get(name)]
        if production and missing:
            raise BadSettings("production needs these settings: " + ", ".join(missing))
        check_mail(environment, production=production)
        keys = {name: environment.get(name) or development_key(instance, name) for name in wanted[:2]}
        default_url = f"sqlite:///{instance / 'hotline.sqlite3'}"
        return cls(
            secret_key=keys["HOTLINE_SECRET_KEY"],
            data_key=keys["HOTLINE_DATA_KEY"],
            database_url=environment.get("HOTLINE_DATABASE_URL") or default_url,
            production=production,
            instance_dir=instance,
            uploads_dir=Path(environment.get("HOTLINE_UPLOADS_DIR") or instance / "uploads"),
            issues_dir=Path(environment.get("HOTLINE_ISSUES_DIR") or instance / "issues"),
            trusted_proxies=number(environment, "HOTLINE_TRUSTED_PROXIES", 0),
            https_only=environment.get("HOTLINE_HTTPS_ONLY", "1" if production else "0") == "1",
            public_url=environment.get("HOTLINE_PUBLIC_URL") or cls.public_url,
            limits_storage=environment.get("HOTLINE_LIMITS_STORAGE") or cls.limits_storage,
            idle_minutes=number(environment, "HOTLINE_IDLE_MINUTES", cls.idle_minutes),
            session_hours=number(environment, "HOTLINE_SESSION_HOURS", cls.session_hours),
            upload_mebibytes=number(environment, "HOTLINE_UPLOAD_MEBIBYTES", cls.upload_mebibytes),
            import_mebibytes=number(environment, "HOTLINE_IMPORT_MEBIBYTES", cls.import_mebibytes),
            export_mebibytes=number(environment, "HOTLINE_EXPORT_MEBIBYTES", cls.export_mebibytes),
            gateway_seconds=number(environment, "HOTLINE_GATEWAY_SECONDS", cls.gateway_seconds),
            sms_url=environment.get("HOTLINE_SMS_URL", ""),
            sms_token=environment.get("HOTLINE_SMS_TOKEN", ""),
            smtp_host=environment.get("HOTLINE_SMTP_HOST", ""),
            smtp_port=number(environment, "HOTLINE_SMTP_PORT", cls.smtp_port),
            smtp_user=environment.get("HOTLINE_SMTP_USER", ""),
            smtp_password=environment.get("HOTLINE_SMTP_PASSWORD", ""),
            smtp_starttls=environment.get("HOTLINE_SMTP_STARTTLS") == "1",
            smtp_tls=environment.get("HOTLINE_SMTP_TLS") == "1",
            mail_from=environment.get("HOTLINE_MAIL_FROM") or cls.mail_from,
            webhook_url=environment.get("HOTLINE_WEBHOOK_URL", ""),
            webhook_secret=environment.get("HOTLINE_WEBHOOK_SECRET", ""),
        )

    def for_flask(self) -> dict[str, object]:
        """Return these settings under the names Flask and its extensions expect."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": engine_options(self.database_url),
            "TESTING": self.testing,
            "PERMANENT_SESSION_LIFETIME": timedelta(hours=self.session_hours),
            "SESSION_COOKIE_NAME": "__Host-session" if self.https_only else "session",
            "SESSION_COOKIE_SECURE": self.https_only,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "MAX_CONTENT_LENGTH": self.upload_mebibytes * MEBIBYTE,
            "MAX_FORM_MEMORY_SIZE": 2 * MEBIBYTE,
            "MAX_FORM_PARTS": 500,
            "RATELIMIT_STORAGE_URI": self.limits_storage,
            "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
            "WTF_CSRF_TIME_LIMIT": None,
            "SETTINGS": self,
        }


def check_mail(environment: Mapping[str, str], *, production: bool) -> None:
    """Refuse two ways of encrypting at once, and in production a mail password that would travel in the clear."""
    begins, throughout = (
        environment.get(name) == "1" for name in ("HOTLINE_SMTP_STARTTLS", "HOTLINE_SMTP_TLS")
    )
    if begins and throughout:
        raise BadSettings("HOTLINE_SMTP_STARTTLS and HOTLINE_SMTP_TLS exclude one another")
    if production and environment.get("HOTLINE_SMTP_USER") and not (begins or throughout):
        raise BadSettings(
            "HOTLINE_SMTP_USER would send its password in the clear: set HOTLINE_SMTP_STARTTLS=1 "
            "(mostly port 587) or HOTLINE_SMTP_TLS=1 (mostly port 465)"
        )


def engine_options(database_url: str) -> dict[str, object]:
    """Return the pool's settings: a dead PostgreSQL connection is noticed before it is used.

    The connection used last is used next: its cache and its prepared statements are warm. Reading on
    PostgreSQL is done without a transaction, since ending one by a rollback would make psycopg forget the
    statements it has prepared; who writes opens one (`models/base.py:WRITING`).
    """
    if database_url.startswith("sqlite"):
        return {"connect_args": {"timeout": 30, "check_same_thread": False}, "pool_use_lifo": True}
    return {
        "pool_pre_ping": True,
        "pool_size": 10,
        "max_overflow": 20,
        "pool_timeout": 5,
        "pool_use_lifo": True,
        "isolation_level": "AUTOCOMMIT",
    }


def number(environment: Mapping[str, str], name: str, default: int) -> int:
    """Read a whole number, or the default where the variable is empty; BadSettings where it is neither."""
    text = environment.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit()):
        raise BadSettings(f"{name} must be a whole number, not {text!r}")
    return int(text)


def development_key(instance: Path, name: str) -> str:
    """Return the key kept for development under the instance folder, made on first use."""
    file = instance / name.removeprefix("HOTLINE_").lower()
    if not file.exists():
        instance.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32))
    return file.read_text().strip()
