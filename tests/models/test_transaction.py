"""once(): read once in a transaction, anew in the next."""

from flask import Flask

from models.base import db
from models.city import City
from models.queries import cities
from models.transaction import once, unit_of_work
from tests.support.factories import make_city


def test_what_is_read_once_is_not_read_again_before_the_transaction_ends(app: Flask) -> None:
    answers = iter(range(10))

    with unit_of_work():
        first = [once("n", lambda: next(answers)) for _ in range(3)]
    with unit_of_work():
        second = once("n", lambda: next(answers))

    assert first == [0, 0, 0]
    assert second == 1


def test_what_is_not_there_is_looked_for_again(app: Flask) -> None:
    with unit_of_work():
        assert cities.find() is None
        db.session.add(
            City(code="1", name="临水市", hotline_name="热线", number_prefix="L", document_prefix="临")
        )
        db.session.flush()
        assert cities.find() is not None


def test_a_change_of_another_transaction_is_seen_in_the_next(app: Flask) -> None:
    city = make_city()
    assert cities.find() is city

    city.name = "改名市"
    db.session.commit()

    found = cities.find()
    assert found is not None
    assert found.name == "改名市"
