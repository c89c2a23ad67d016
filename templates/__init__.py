"""The looks of the mail."""
