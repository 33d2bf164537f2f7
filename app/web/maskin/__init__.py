"""Maskin: the interfaces of other systems."""
