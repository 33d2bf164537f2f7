"""Kommune: the directory of kommuner, and the pages of a kommune."""
