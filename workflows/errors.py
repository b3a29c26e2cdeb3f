"""The refusals a workflow may raise, each with the sentence shown to the user."""


class Refused(Exception):
    """A step that the rules do not allow; str() is the sentence for the user."""


class NotAllowedNow(Refused):
    """The case stands where this step cannot be taken."""


class NotAllowedForYou(Refused):
    """The user lacks the permission for this step, or the matter is not theirs."""


class NoDepartmentFound(Refused):
    """No rule of the dispatch catalogue matches the case."""


class BadInput(Refused):
    """Something given is missing or wrong; `field` names the form field where one is meant."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
