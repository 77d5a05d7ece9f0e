"""What moves from a dissolved division to its successor."""

from typing import NamedTuple


class SuccessionMove(NamedTuple):
    """One kind of record that lies in a division.

    :ivar model: name of the model
    :ivar label: what a person calls it, in his language
    :ivar domain: which of them move; what is closed stays where it was
    :ivar field: many2one or many2many to the division
    :ivar keeps_former: the dissolved division stays beside the successor
    :ivar unique_field: what must differ within a division, such as a number
    :ivar follows: moves along with something else in the list, is only counted
    :ivar stays: is finished where it was begun; the preview tells how many there are
    """

    model: str
    label: str
    domain: tuple = ()
    field: str = "division_id"
    keeps_former: bool = False
    unique_field: str = ""
    follows: bool = False
    stays: bool = False
