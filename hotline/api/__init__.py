"""The doors for machines: what other systems post to the house, answered in JSON."""

from flask import Flask

from hotline.api import telephone
from hotline.security import csrf

PLACES = (telephone,)


def init_app(app: Flask) -> None:
    """Register every place; a machine shows no form, so there is no token of one to check."""
    for place in PLACES:
        csrf.exempt(place.blueprint)
        app.register_blueprint(place.blueprint)
