"""Brukere: who has access, and who gives it."""
