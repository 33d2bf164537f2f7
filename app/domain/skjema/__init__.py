"""Skjema: what a form is: kinds of answer, the grammar of a questionnaire, and small forms saved whole."""
