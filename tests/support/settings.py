"""The settings that tests run the house with."""

from pathlib import Path
from typing import Any

from config import Settings


def settings_for(database_url: str, folder: Path, **changes: Any) -> Settings:
    """Return settings for a database, with the instance folder and the uploads under `folder`."""
    given: dict[str, Any] = {
        "secret_key": "the tests' secret key, 32 characters or more",
        "data_key": "the tests' data key, 32 characters or more",
        "database_url": database_url,
        "testing": True,
        "instance_dir": folder / "instance",
        "uploads_dir": folder / "instance" / "uploads",
        "issues_dir": folder / "instance" / "issues",
    }
    return Settings(**{**given, **changes})


def environment_for(settings: Settings) -> dict[str, str]:
    """Return the environment variables under which another process gets the same database and keys."""
    return {
        "HOTLINE_SECRET_KEY": settings.secret_key,
        "HOTLINE_DATA_KEY": settings.data_key,
        "HOTLINE_DATABASE_URL": settings.database_url,
        "HOTLINE_INSTANCE_DIR": str(settings.instance_dir),
        "HOTLINE_UPLOADS_DIR": str(settings.uploads_dir),
        "HOTLINE_ISSUES_DIR": str(settings.issues_dir),
        "HOTLINE_PUBLIC_URL": settings.public_url,
    }
