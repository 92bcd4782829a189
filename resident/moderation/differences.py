"""What changed between two texts, piece by piece, so that a tired moderator sees it at once."""

from difflib import SequenceMatcher
from typing import NamedTuple

from resident.patterns import Pattern

SAME, GONE, NEW = "same", "gone", "new"
PIECE = Pattern(r"[^\W\u3400-\u9fff]+|\s+|(?s:.)")  # a word of letters, white space, or one Chinese character
MOST_PIECES = 1500  # beyond this comparing takes longer than anybody waits


class Piece(NamedTuple):
    """A stretch that stayed, went or came."""

    kind: str
    text: str


def pieces(before: str, now: str) -> list[Piece]:
    """The one text turned into the other."""
    if before == now:
        return [Piece(SAME, now)] if now else []
    old, new = PIECE.findall(before), PIECE.findall(now)
    if max(len(old), len(new)) > MOST_PIECES:
        return _filled(Piece(GONE, before), Piece(NEW, now))
    found: list[Piece] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, came = "".join(old[i1:i2]), "".join(new[j1:j2])
        found += [Piece(SAME, came)] if kind == "equal" else _filled(Piece(GONE, gone), Piece(NEW, came))
    return found


def _filled(*found: Piece) -> list[Piece]:
    return [piece for piece in found if piece.text]
