"""The whole system as its users meet it: a real server, a real Chromium, the cast of the stories."""
