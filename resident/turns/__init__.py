"""Who writes to an SQLite file stands in a line first: first come, first served, across all processes.

SQLite itself only looks again and again, so that somebody who has just written is served once more
while another one waits for seconds. Two locked files beside the database put an end to that: the
process that holds `.turn` writes, and the one that holds `.next` is the only one to wait for it, so
that nobody who comes back at once passes those who wait. The kernel takes both from a process that dies.

The line is a courtesy. SQLite's own lock still decides, and who does not know the line (a
migration, SQLite's shell) or cannot open its files writes as before.
"""

from resident.turns.connections import begin_immediate, setup
from resident.turns.lines import Busy, line

__all__ = [
    "Busy",
    "begin_immediate",
    "line",
    "setup",
]
