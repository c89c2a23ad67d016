"""Makes the newsroom folder behind `digest init`."""
