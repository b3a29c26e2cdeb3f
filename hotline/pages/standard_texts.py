"""Standard texts and macros (常用语和宏): one's own and everybody's, written, changed, previewed."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import form_page
from hotline.forms.administration.dictionaries import REPLY_KINDS
from hotline.forms.standard_texts import MacroForm, StandardTextForm, macro_as_filled, text_as_filled
from hotline.guards import requires
from models.queries import macros as macro_lists
from models.queries import reference
from models.queries import standard_texts as queries
from models.transaction import unit_of_work
from models.vocabulary import Permission as P
from workflows import macros, standard_texts
from workflows.permissions import may
from workflows.template_words import VARIABLES, example

blueprint = Blueprint("standard_texts", __name__, url_prefix="/standard-texts")
USES = (
    P.REGISTER_CASE, P.REVIEW_CASE, P.HANDLE_CASE, P.REVIEW_REPLY, P.FOLLOW_UP, P.REMIND, P.SHARE_TEXTS,
)  # fmt: skip


def shares() -> bool:
    """Say whether the user may share texts and macros with everybody."""
    return may(current_user, P.SHARE_TEXTS)


@blueprint.get("")
@requires(*USES)
def list_texts() -> ResponseReturnValue:
    """Show one's own texts and macros, or everybody's."""
    shared = request.args.get("shared") == "1"
    rows = queries.listed(user_id=current_user.id, shared=shared)
    return render_template(
        "standard_texts/list.html",
        shared=shared,
        texts=rows,
        macros=macro_lists.listed(user_id=current_user.id, shared=shared),
        matters=reference.categories_by_id([row.category_id for row in rows if row.category_id]),
        kinds=REPLY_KINDS,
        changes=standard_texts.may_change,
        changes_macro=macros.may_change,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(*USES)
def write_text() -> ResponseReturnValue:
    """Make a text."""
    form = StandardTextForm()
    form.offer(shares=shares())

    def step() -> None:
        standard_texts.write(form.wording(), by=current_user, at=datetime.now(UTC))

    return ask(form, step, title="新建常用语", label="保存", done="常用语已保存。")


@blueprint.route("/<int:text_id>", methods=["GET", "POST"])
@requires(*USES)
def change_text(text_id: int) -> ResponseReturnValue:
    """Change a text, or put it out of use."""
    row = queries.find(text_id, user_id=current_user.id) or abort(404)
    form = StandardTextForm(data=text_as_filled(row) if request.method == "GET" else None)
    form.offer(shares=shares())

    def step() -> None:
        fresh = queries.find(text_id, user_id=current_user.id) or abort(404)
        standard_texts.change(fresh, form.wording(), by=current_user, at=datetime.now(UTC))

    return ask(form, step, title="修改常用语", label="保存", done="常用语已保存。", body=row.body)


@blueprint.route("/macros/new", methods=["GET", "POST"])
@requires(*USES)
def write_macro() -> ResponseReturnValue:
    """Make a macro."""
    form = MacroForm()
    form.offer(shares=shares())

    def step() -> None:
        macros.write(form.recipe(), by=current_user, at=datetime.now(UTC))

    return ask(form, step, title="新建宏", label="保存", done="宏已保存，工单页在可办这一步时显示它的按钮。")


@blueprint.route("/macros/<int:macro_id>", methods=["GET", "POST"])
@requires(*USES)
def change_macro(macro_id: int) -> ResponseReturnValue:
    """Change a macro, or put it out of use."""
    row = macro_lists.find(macro_id, user_id=current_user.id) or abort(404)
    form = MacroForm(data=macro_as_filled(row) if request.method == "GET" else None)
    form.offer(shares=shares())

    def step() -> None:
        fresh = macro_lists.find(macro_id, user_id=current_user.id) or abort(404)
        macros.change(fresh, form.recipe(), by=current_user, at=datetime.now(UTC))

    return ask(
        form, step, title="修改宏", label="保存", done="宏已保存。", body=row.given.get(macros.NOTE, "")
    )


def ask(form: Any, step: Callable[[], None], *, body: str = "", **words: Any) -> ResponseReturnValue:
    """Show the form with how the words read, or take the step in one unit of work."""
    there = url_for("standard_texts.list_texts")

    def in_one_go() -> str:
        with unit_of_work():
            step()
        return there

    return form_page.ask(
        form,
        in_one_go,
        trail=("常用语和宏", there),
        back=there,
        page="standard_texts/form.html",
        beside=lambda: {"preview": example(body) if body else "", "variables": VARIABLES},
        **words,
    )
