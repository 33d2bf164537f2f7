"""Kartlegging: the questions of the settlement interview."""
