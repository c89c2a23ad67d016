"""What each command does: one file per subject, each function takes a Context and gives an Answer."""
