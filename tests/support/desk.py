"""People of an office at their browsers, taking steps on cases as people do: open the page, fill, press."""

from collections.abc import Callable
from typing import Any

from models.base import db
from models.case import Case
from models.vocabulary import Action
from tests.support.office import Office, again
from tests.support.pages import Page, Visitor


class Desk:
    """The office's people, each signed in once."""

    def __init__(self, office: Office, visit: Callable[..., Visitor]) -> None:
        self.office = office
        self._visit = visit
        self._visitors: dict[Any, Visitor] = {}

    def visitor(self, who: Any) -> Visitor:
        """Return the browser of a role, or of a user."""
        key = who if isinstance(who, str) else who.id
        if key not in self._visitors:
            self._visitors[key] = self._visit(user=getattr(self.office, who) if isinstance(who, str) else who)
        return self._visitors[key]

    def open(self, who: Any, case: Case, *, status: int = 200) -> Page:
        """Open the case."""
        return self.visitor(who).get(f"/cases/{case.id}", status=status)

    def take(self, who: Any, case: Case, action: Action, *, status: int = 200, **fields: Any) -> Page:
        """Open the case, press the step's button, fill its form and send it; return where that leads."""
        form = self.open(who, case).follow(action.label)
        return form.fill(**fields).press(action.label, status=status)


def state_of(case: Case) -> Any:
    """Return where the case stands now."""
    db.session.rollback()
    db.session.expire_all()
    return again(case).state
