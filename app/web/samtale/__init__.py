"""Samtale: the pages of the interview, from form to completion and late remark."""
