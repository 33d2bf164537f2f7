"""Sidedeling: which page of a long list is shown, when another may have been asked for than there is."""


def sidedel(antall: int, nr: int, stoerrelse: int) -> tuple[int, int]:
    """(the page to show, how many there are): 1 at least, and the last one where `nr` is past it."""
    sider = max(1, -(-antall // stoerrelse))
    return min(max(1, nr), sider), sider
