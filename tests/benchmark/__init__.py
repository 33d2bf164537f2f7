"""What the app costs: ratios to a floor, statements and bytes."""
