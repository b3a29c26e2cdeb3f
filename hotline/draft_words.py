"""What a draft of the intake form says, field by field in words, for who reads it and did not write it."""

import re
from collections.abc import Mapping, Sequence

from hotline.forms.intake import IntakeForm
from models.citizen import mask_address, mask_id_number, mask_phone
from models.queries import reference

MASKED = {
    "phone": mask_phone,
    "other_phone": mask_phone,
    "id_number": mask_id_number,
    "home_address": mask_address,
}
ROW_ID = re.compile("[0-9]{1,9}")
AREAS = frozenset({"district_id", "street_id", "community_id", "grid_id"})
# What the page needs and nobody reads, besides what is hidden.
ASIDE = frozenset({"call_id", "cites"})


def words_of(fields: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return label and words of what is filled in, in the form's order; numbers masked, choices by their names."""
    form = IntakeForm(formdata=None, area_code="")
    found = []
    for field in form:
        values = [text for text in fields.get(field.name, ()) if text.strip()]
        if values and field.type not in ("HiddenField", "CSRFTokenField") and field.name not in ASIDE:
            words = "、".join(named(field.name, dict_of(field), text) for text in values)
            found.append((field.label.text, words))
    return found


def dict_of(field: object) -> dict[str, str]:
    """Return what the field's choices are called."""
    choices = getattr(field, "choices", None) or ()
    return {str(choice.value): str(choice.label) for choice in choices if hasattr(choice, "value")}


def named(name: str, choices: Mapping[str, str], text: str) -> str:
    """Return one value in words."""
    if name in MASKED:
        return MASKED[name](text)
    if name in AREAS or name == "category_id":
        find = reference.find_area if name in AREAS else reference.find_category
        row = find(int(text)) if ROW_ID.fullmatch(text) else None
        return row.name if row else text
    return choices.get(text, "是" if text == "y" else text)
