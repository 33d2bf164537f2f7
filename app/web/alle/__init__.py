"""Alle: the pages that every user has, and those of the demo."""
