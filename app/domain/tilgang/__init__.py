"""Tilgang: who somebody is, where, and what the roles allow."""
