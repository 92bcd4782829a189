"""The way in, piece by piece: phone numbers, codes, devices, names, who is on the way, and how often one may try."""
