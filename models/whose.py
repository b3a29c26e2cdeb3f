"""Whose (谁的): a worklist's three cuts - what I have taken, what is my own unit's, all that I may work on."""

from models.vocabulary import Labelled


class Whose(Labelled):
    """Whose work a list shows; `UNIT` leaves the units below one's own out."""

    MINE = "mine", "我的"
    UNIT = "unit", "本单位"
    ALL = "all", "全部"
