"""The form of the tags of a case."""

from collections.abc import Sequence

from hotline.forms import Form
from hotline.forms.administration.fields import boxes
from models.tag import Tag


class TagsForm(Form):
    """Which tags the case carries."""

    tag_ids = boxes("标签", coerce=int)

    def offer(self, carried: Sequence[Tag], in_use: Sequence[Tag]) -> None:
        """Offer the tags in use and those that the case carries still."""
        offered = {tag.id: tag.name for tag in (*in_use, *carried)}
        self.tag_ids.choices = list(offered.items())
