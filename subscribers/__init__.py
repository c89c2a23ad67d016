"""Who reads it; never imports digest."""
