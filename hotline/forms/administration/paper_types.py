"""The form of the types that papers are set in: a name for each role."""

from hotline.forms import Form
from hotline.forms.administration.fields import line
from reports.documents.fonts import PaperFonts

STANDARD = PaperFonts()


class TypesForm(Form):
    """The fields are named as the roles of PaperFonts."""

    title = line("标题和发文机关标志", longest=60, description=f"留空为{STANDARD.title}")
    body = line("正文", longest=60, description=f"留空为{STANDARD.body}")
    level1 = line("一级标题", longest=60, description=f"留空为{STANDARD.level1}")
    level2 = line("二级标题", longest=60, description=f"留空为{STANDARD.level2}")

    def values(self) -> dict[str, str]:
        """Return the names by role."""
        return {role: self[role].data or "" for role in ("title", "body", "level1", "level2")}
