"""Training of what the product ships trained; run by hand, never by the product."""
