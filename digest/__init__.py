"""Gathers a newsroom's feeds, groups and ranks them, and sends one well-made mail each morning, once."""
