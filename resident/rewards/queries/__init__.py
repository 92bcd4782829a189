"""The shelf, one's own redemptions, and what waits to be handed over."""
