"""Pages of rewards: the shelf, one's own redemptions, handing over, and keeping the shelf."""
