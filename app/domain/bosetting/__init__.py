"""Bosetting: what IMDi and the kommune do after the completion."""
