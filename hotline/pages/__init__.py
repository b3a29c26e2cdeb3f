"""The pages people see: one module for each place in the menu."""

from flask import Flask

from hotline.pages import desk, inbox, sign_in

PLACES = (
    sign_in,
    desk,
    inbox,
)


def init_app(app: Flask) -> None:
    """Register every place."""
    for place in PLACES:
        app.register_blueprint(place.blueprint)
