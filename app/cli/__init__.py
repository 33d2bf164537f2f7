"""The maintenance commands."""
