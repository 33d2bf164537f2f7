"""Mottak: what the register of mottak says of each, and how each is reached."""
