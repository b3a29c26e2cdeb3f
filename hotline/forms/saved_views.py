"""The forms of saved views."""

from hotline.forms import Form
from hotline.forms.administration.fields import line, tick
from workflows.saved_views import Wish

DEFAULT = "打开这个列表时默认使用"


class ViewForm(Form):
    """What a view is called, and for whom it is."""

    name = line("名称", needed=True, longest=20)
    is_shared = tick("共享给能查看这个列表的人")
    is_default = tick(DEFAULT)

    def wish(self) -> Wish:
        """Return what was filled in."""
        shared = bool(self.is_shared.data) if "is_shared" in self else False
        return Wish(self.name.data or "", shared, bool(self.is_default.data))


class OthersViewForm(Form):
    """Of another's view one chooses only whether one's own list opens with it."""

    is_default = tick(DEFAULT)


class RemoveViewForm(Form):
    """Nothing to fill in: taking a view away is asked for once more."""
