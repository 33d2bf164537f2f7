"""Demo: made-up people in an empty database."""
