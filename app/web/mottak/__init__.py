"""Mottak: the pages of those who work at a mottak."""
