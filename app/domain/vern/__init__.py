"""Vern: fingerprints, attempts and marks that are used once."""
