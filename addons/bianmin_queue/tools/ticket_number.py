"""The number that stands on a ticket: a letter and three digits."""

DIGITS = 3


def format_number(letter, sequence):
    """A number such as A007 (排队号).

    The thousandth person of a day gets A1000: a number that began again at A001 would
    call two people at once.

    :param str letter: letter of the business
    :param int sequence: number of the day, from 1
    :raise ValueError: when the letter is no capital letter, or the number below 1
    """
    if not is_letter(letter):
        raise ValueError("the letter is one of A to Z")
    if sequence < 1:
        raise ValueError("numbers begin with 1")
    return f"{letter}{sequence:0{DIGITS}d}"


def is_letter(text):
    """Whether a business may have this letter: one of A to Z, as it is read out."""
    return len(text) == 1 and "A" <= text <= "Z"
