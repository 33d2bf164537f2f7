"""Innlogging: login, login sessions, logout."""
