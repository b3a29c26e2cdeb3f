"""The case page: it shows what there is, to each viewer as much as they may see, and exactly the open steps."""

from collections.abc import Callable

import pytest

from hotline.step_links import STEP_LINKS
from models.base import db
from models.queries import people
from models.vocabulary import CaseState
from tests.support.office import again, make_office
from tests.support.pages import Visitor
from workflows.lifecycle import available
from workflows.permissions import ROLES
from workflows.standing import standing_of

pytestmark = pytest.mark.one_database

VIEWERS = [
    seed.code for seed in ROLES if seed.code not in ("administrator", "auditor", "grid", "desk_officer")
]
# A department sees nothing before the case is sent to it, a confidential desk no case but its own.
NOT_THEIRS = {"officer", "psych", "youth"}


@pytest.mark.parametrize("state", list(CaseState), ids=str)
def test_the_page_draws_exactly_the_steps_of_the_table(
    visit: Callable[..., Visitor], state: CaseState
) -> None:
    office = make_office()
    case = office.case_in(state)

    for role in VIEWERS:
        user = people.find_user(getattr(office, role).id)
        page = visit(user=user).get(f"/cases/{case.id}", status=None)
        if page.status == 404:
            assert role in NOT_THEIRS
            continue
        wanted = available(again(case), user, standing_of(again(case), user))
        drawn = [text for text in page.links() if text in {action.label for action in STEP_LINKS}]
        assert sorted(drawn) == sorted(action.label for action in wanted if action in STEP_LINKS), role
        assert case.title in page.heading
    db.session.rollback()
