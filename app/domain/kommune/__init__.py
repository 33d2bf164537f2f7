"""Kommune: kommuner and bydeler, how they are reached, and what is reported wrong with that."""
