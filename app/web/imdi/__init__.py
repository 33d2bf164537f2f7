"""IMDi: the pages of its caseworkers."""
