"""Kompass: codes for the registration of competence: issued, redeemed, registered."""
