"""Varsel: the notices, and the e-mails about them."""
