"""Logg: who did or read what, and when."""
