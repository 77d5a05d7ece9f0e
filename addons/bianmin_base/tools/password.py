"""How varied a password is."""


def count_classes(text):
    """How many of the four classes occur: small and capital letters, digits, others.

    :rtype: int
    """
    classes = {
        "small"
        if character.islower()
        else "capital"
        if character.isupper()
        else "digit"
        if character.isdigit()
        else "other"
        for character in text
    }
    return len(classes)
