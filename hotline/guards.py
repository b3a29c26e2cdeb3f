"""@requires(Permission.X) and @public: every route carries one; case_for() is the one way to a case."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort
from flask_login import current_user

from hotline.login import login_manager
from models.case import Case
from models.queries import cases
from models.transaction import SomeoneWasFaster
from models.user import User
from models.vocabulary import Action, Permission
from workflows.lifecycle import TRANSITIONS
from workflows.permissions import may, scope_of

View = Callable[..., Any]


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Let only users in who hold one of the permissions; mark the view so that the house tests see it."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return login_manager.unauthorized()
            if not any(may(current_user, permission) for permission in permissions):
                abort(403)
            return view(*args, **kwargs)

        guarded.guard = permissions  # type: ignore[attr-defined]
        return guarded

    return guard


def requires_step(action: Action) -> Callable[[View], View]:
    """Let only users in who may take the step at all; THE table of steps says who."""
    step = TRANSITIONS[action]
    return requires(*(p for p in (step.permission, step.or_permission) if p is not None))


def signed_in(view: View) -> View:
    """Let everyone in who is signed in, whatever their role."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs) if current_user.is_authenticated else login_manager.unauthorized()

    guarded.guard = "signed in"  # type: ignore[attr-defined]
    return guarded


def public(view: View) -> View:
    """Mark a view as open to everyone, on purpose."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view


def case_for(user: User, case_id: int, version: int | None = None) -> Case:
    """Return the case if the user may see it, else 404: that it exists is not told either.

    With the version that the person's page showed it is locked for a step, and SomeoneWasFaster is raised
    where it has moved on.
    """
    case = cases.find(case_id, scope_of(user), locks=version is not None) or abort(404)
    if version is not None and case.version != version:
        raise SomeoneWasFaster
    return case
