"""What is true about residents, interviews and rights. Knows nothing of HTTP."""
