"""The page about one's home, the slip from the letter box, and who joined."""

from resident.claims.views import homes, households, slips

BLUEPRINTS = (homes.bp, households.bp, slips.bp)
