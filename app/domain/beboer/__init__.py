"""Beboer: the residents, the doors they are read through, and the walls around them."""
