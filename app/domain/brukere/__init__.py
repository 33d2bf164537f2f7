"""Brukere: those who log in: given access, changed, reviewed, leaving."""
