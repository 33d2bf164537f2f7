"""What every room uses: the guarded route, page or bit, refusals, and the form as it is drawn."""
