"""Register: what the registers of UDI, SSB and Kartverket tell, read in."""
