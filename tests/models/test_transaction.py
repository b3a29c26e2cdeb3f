"""unit_of_work() tells a value that is there already from other faults; once() reads once in a transaction."""

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from models.area import Area
from models.base import db
from models.city import City
from models.dictionary import Ground
from models.queries import cities
from models.transaction import AlreadyThere, once, unit_of_work
from models.vocabulary import AreaLevel
from tests.support.factories import make_city, saved


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


def test_a_value_that_is_there_already_is_named_by_its_columns(app: Flask) -> None:
    saved(Ground(kind="return", code="R1", name="甲"))

    with pytest.raises(AlreadyThere) as lost, unit_of_work():
        db.session.add(Ground(kind="return", code="R1", name="乙"))

    assert lost.value.columns == ("kind", "code")


def test_another_broken_constraint_stays_a_fault(app: Flask) -> None:
    with pytest.raises(IntegrityError), unit_of_work():
        db.session.add(Area(code="A1", name="孤儿", level=AreaLevel.STREET, parent_id=4711))
