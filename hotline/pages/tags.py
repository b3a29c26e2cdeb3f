"""The tags of a case (标签)."""

from datetime import UTC, datetime

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import form_page
from hotline.forms.tags import TagsForm
from hotline.guards import case_for, requires
from models.queries import tags
from models.transaction import unit_of_work
from workflows import tagging

blueprint = Blueprint("tags", __name__, url_prefix="/cases/<int:case_id>/tags")


@blueprint.route("", methods=["GET", "POST"])
@requires(*tagging.TAGGERS)
def set_tags(case_id: int) -> ResponseReturnValue:
    """Choose the tags that the case carries."""
    case = case_for(current_user, case_id)
    carried = tags.of_case(case.id)
    form = TagsForm(data={"tag_ids": [tag.id for tag in carried]})
    form.offer(carried, tags.in_use())
    back = url_for("cases.show_case", case_id=case_id)

    def step() -> str:
        with unit_of_work():
            chosen = form.tag_ids.data or ()
            tagging.set_all(case_for(current_user, case_id), chosen, by=current_user, at=datetime.now(UTC))
        return back

    return form_page.ask(
        form,
        step,
        trail=(case.number, back),
        title="标签",
        label="保存",
        done="标签已保存。",
        back=back,
        lede="标签只供热线人员查找工单，承办单位看不到。",
    )
