"""Samtale: the interview: task, answers, remarks, completion."""
