"""Which encoding a file has: UTF-8, UTF-16 or GB18030, with however many marks at its beginning; nothing else is guessed.

A file with a few bad bytes is still what its other bytes say: they are named with their line, and the rest is taken.
"""

import codecs
from pathlib import Path
from typing import BinaryIO, NamedTuple

CHUNK = 1 << 16
MARK = "\ufeff"
BAD = "\udcff"  # stands where bytes could not be read: no decoder gives it by itself
UTF8, UTF16, GB18030 = "utf-8", "utf-16", "gb18030"
BOMS = {codecs.BOM_UTF8: UTF8, MARK.encode(GB18030): GB18030}
WIDE_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UTF32_BOMS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
NAMES = {UTF8: "UTF-8", UTF16: "UTF-16", GB18030: "GB18030"}
COMMON_SHARE, MOST_BAD_SHARE = 0.8, 0.2
SAVE_AS = "Save it as UTF-8 and try again."


class UnknownEncoding(ValueError):
    """The file is in none of the encodings we read."""


class Encoding(NamedTuple):
    """Python's name of it, and whether the file begins with its mark."""

    codec: str
    is_marked: bool = False

    @property
    def words(self) -> str:
        """As people call it."""
        return NAMES[self.codec] + (" with BOM" if self.is_marked and self.codec != UTF16 else "")


def _mark_bad(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return BAD, error.end


codecs.register_error("resident.bad_bytes", _mark_bad)
ERRORS = "resident.bad_bytes"


def encoding_of(path: Path) -> Encoding:
    """The file's encoding. Raises UnknownEncoding."""
    with path.open("rb") as file:
        return encoding_in(file)


def encoding_in(file: BinaryIO) -> Encoding:
    """The encoding of what a file holds; read in pieces, so that memory stays bounded. Raises UnknownEncoding."""
    start = file.read(4)
    if start in UTF32_BOMS:
        raise UnknownEncoding(f"The file is in UTF-32. {SAVE_AS}")
    if start.startswith(WIDE_BOMS):
        return Encoding(UTF16, True)
    for bom, codec in BOMS.items():
        if start.startswith(bom):
            return Encoding(codec, True)
    others, bad, _common = _counted(file, UTF8)
    if bad <= MOST_BAD_SHARE * (others + bad):
        return Encoding(UTF8)
    others, bad, common = _counted(file, GB18030)
    if bad <= MOST_BAD_SHARE * (others + bad) and common >= COMMON_SHARE * others:
        return Encoding(GB18030)
    raise UnknownEncoding(f"The file is neither in UTF-8, UTF-16 with BOM nor GB18030. {SAVE_AS}")


def _counted(file: BinaryIO, codec: str) -> tuple[int, int, int]:
    """How many characters that are not ASCII the file has in this encoding; how many bad bytes; how many are everyday ones."""
    others = bad = common = 0
    file.seek(0)
    decoder = codecs.getincrementaldecoder(codec)(ERRORS)
    chunk = b"-"
    while chunk:
        chunk = file.read(CHUNK)
        text = decoder.decode(chunk, final=not chunk)
        foreign = "".join(character for character in text if not character.isascii())
        bad += foreign.count(BAD)
        others += len(foreign) - foreign.count(BAD)
        common += sum(map(_is_everyday, foreign)) if codec == GB18030 else 0
    return others, bad, common


def _is_everyday(character: str) -> bool:
    """Whether Chinese texts are made of it: GB18030 gives a meaning to almost any two bytes, mostly a rare character.

    Simplified characters and signs are those of GB2312, traditional ones the first level of Big5 (two bytes from A440
    to C67E). What takes four bytes hardly comes about by chance.
    """
    if character == BAD:
        return False
    if len(character.encode(GB18030)) == 4 or character.encode("gb2312", errors="ignore"):
        return True
    return b"\xa4\x40" <= character.encode("big5", errors="ignore") <= b"\xc6\x7e"
