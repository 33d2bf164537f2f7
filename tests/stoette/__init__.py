"""What the tests stand on: databases, the inspector, and the cast's logins."""
