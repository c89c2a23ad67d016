"""The database: the only SQL of the news side, one file per subject."""
