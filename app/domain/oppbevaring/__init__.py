"""Oppbevaring: for how long what is kept, and how it goes when the time is out."""
