"""Composition root: builds the Flask app from Settings and opens the doors (pages, jobs, commands)."""

import os

from flask import Flask
from flask_migrate import Migrate

from config import ROOT, Settings
from hotline import (
    api,
    commands,
    errors,
    gateways,
    headlines,
    line_tags,
    login,
    menu,
    pages,
    router_training,
    saved_views,
    security,
    templating,
)
from models.base import db, mind_sqlite
from models.encryption import keyring


def create_app(settings: Settings | None = None) -> Flask:
    """Build the app; without settings they are read from the environment."""
    settings = settings or Settings.from_environment(os.environ)
    app = Flask("hotline", root_path=str(ROOT / "hotline"), instance_path=str(settings.instance_dir))
    app.config.from_mapping(settings.for_flask())
    settings.instance_dir.mkdir(parents=True, exist_ok=True)
    keyring.use(settings.data_key)
    db.init_app(app)
    with app.app_context():
        mind_sqlite(db.engine)
    Migrate(app, db, directory=str(ROOT / "migrations"), compare_type=True)
    for door in (
        templating,
        security,
        login,
        errors,
        headlines,
        line_tags,
        menu,
        saved_views,
        gateways,
        router_training,
        pages,
        api,
        commands,
    ):
        door.init_app(app)
    return app
