"""What belongs to the app of the current context: keys and settings that the domain asks for, knowing no HTTP."""

from typing import TypeVar

from flask import current_app

Ting = TypeVar("Ting")


def gi(ting: object) -> None:
    """Give the app this; there is one of each class."""
    current_app.extensions[type(ting).__qualname__] = ting


def faa(slag: type[Ting]) -> Ting:
    """What the app was given of this class. Raises KeyError where it was not."""
    funnet: Ting = current_app.extensions[slag.__qualname__]
    return funnet
