"""How papers look (公文格式): the types they are set in, and which of them this server has for PDF."""

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hotline.forms.administration.paper_types import TypesForm
from hotline.guards import requires
from hotline.pages.administration.saving import saved, status_of
from hotline.pages.administration.users import author
from models.city import City
from models.queries import cities
from models.vocabulary import Permission
from reports.documents.fonts import paper_fonts
from reports.documents.typesetting import known, why_not
from workflows.administration import paper_types

blueprint = Blueprint("paper_format", __name__, url_prefix="/administration/paper-format")
LAYOUT = (("字体", ("title", "body", "level1", "level2")),)


def city() -> City:
    """Return the city, or answer 404 before its pack is loaded."""
    return cities.find() or abort(404)


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.MANAGE_RULES)
def edit_format() -> ResponseReturnValue:
    """Name the types of the city's papers."""
    form = TypesForm(data=city().settings.get(paper_types.SETTING) or {})

    def change() -> None:
        paper_types.change_types(city(), form.values(), by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, change):
        flash("已保存，此后生成的文件使用新的字体。", "success")
        return redirect(url_for("paper_format.edit_format"), code=303)
    types = paper_fonts(city().settings)
    return render_template(
        "administration/paper_format.html",
        form=form,
        layout=LAYOUT,
        hints={},
        in_use=[
            (form[role].label.text, types.stack(role)[0], next(iter(known(types.stack(role))), ""))
            for role in form.values()
        ],
        without_pdf=why_not(types),
    ), status_of(form)
