"""What pages draw by hand for speed says the same as what it stands for; what nobody gave is never drawn empty."""

import pytest
from flask import Flask, render_template_string, url_for
from jinja2 import UndefinedError

from hotline.templating import case_url
from models.vocabulary import Confidentiality, Urgency


def test_the_address_of_a_case_is_what_the_map_of_addresses_says(app: Flask) -> None:
    with app.test_request_context():
        assert case_url(10203) == url_for("cases.show_case", case_id=10203)
        assert case_url(7, "cases.list_clocks") == url_for("cases.list_clocks", case_id=7)


def test_what_is_drawn_once_is_drawn_for_each_of_its_values(app: Flask) -> None:
    page = (
        '{% from "components/badge.html" import mark_badges %}'
        "{% for one in marks %}{{ drawn(mark_badges, *one) }};{% endfor %}"
    )
    marks = [
        (True, Urgency.NORMAL, Confidentiality.OPEN),
        (False, Urgency.CRITICAL, Confidentiality.CONFIDENTIAL),
        (False, Urgency.NORMAL, Confidentiality.OPEN),
        (True, Urgency.NORMAL, Confidentiality.OPEN),
    ]
    with app.test_request_context():
        hazard, critical, plain, again = render_template_string(page, marks=marks).split(";")[:4]

    assert "险情" in hazard
    assert "特急" in critical
    assert "保密" in critical
    assert plain.strip() == ""
    assert again == hazard


def test_what_is_drawn_once_is_escaped(app: Flask) -> None:
    page = '{% from "components/badge.html" import badge %}{{ drawn(badge, text) }}'
    with app.test_request_context():
        assert "&lt;b&gt;" in render_template_string(page, text="<b>")


def test_a_name_that_a_template_does_not_know_is_an_error(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(UndefinedError):
        render_template_string("{{ nobody_gave_this }}")
