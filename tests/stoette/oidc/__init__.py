"""The issuers that the login is tested against: an independent one in node, and one of our own that lies."""
