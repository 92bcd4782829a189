"""Pages of rewards: the shelf, one's own redemptions, the counter, and keeping the shelf."""
