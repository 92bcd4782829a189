"""With which keys, and for what, a database was begun: with others nobody works on it.

A lost key loses what it has encrypted, and another one, made in its place, hides that until everything written since
is unreadable for the first. So the database keeps a fingerprint of each key; the first connection of every process,
a command's too, compares them, and migrations, which every start runs, write down what is new.
"""

from resident.keys.comparing import allow_older_keys, setup
from resident.keys.fingerprints import fingerprint
from resident.keys.models import Installation, KeyFingerprint
from resident.keys.noting import begin_as_demo, forget_older_keys, is_lookup_due, write_down

__all__ = [
    "Installation",
    "KeyFingerprint",
    "allow_older_keys",
    "begin_as_demo",
    "fingerprint",
    "forget_older_keys",
    "is_lookup_due",
    "setup",
    "write_down",
]
