"""Samtale: the pages of the interview, from form to completion and late remark."""

PERSON = "/samtaler/<noekkel:samtale_id>/beboere/<noekkel:beboer_id>"
"""The form of one member; what is done in it has addresses below."""
