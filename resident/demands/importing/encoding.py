"""Which encoding a file has: UTF-8 with or without BOM, or GB18030; nothing else is guessed."""

import codecs
from pathlib import Path

CHUNK = 1 << 16
WIDE_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UTF8, UTF8_BOM, GB18030 = "utf-8", "utf-8-sig", "gb18030"
NAMES = {UTF8: "UTF-8", UTF8_BOM: "UTF-8 with BOM", GB18030: "GB18030"}
COMMON_SHARE = 0.9


class UnknownEncoding(ValueError):
    """The file is in none of the encodings we read."""


def encoding_of(path: Path) -> str:
    """Python's name of the file's encoding; read in pieces, so that memory stays bounded. Raises UnknownEncoding."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(WIDE_BOMS):
        raise UnknownEncoding("The file is in UTF-16. Save it as UTF-8 and try again.")
    if _decodes(path, UTF8):
        return UTF8_BOM if start.startswith(codecs.BOM_UTF8) else UTF8
    if _decodes(path, GB18030) and _looks_chinese(path):
        return GB18030
    raise UnknownEncoding("The file is neither in UTF-8 nor in GB18030. Save it as UTF-8 and try again.")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _looks_chinese(path: Path) -> bool:
    """Whether nearly all that is not ASCII are everyday characters: GB18030 gives a meaning to almost any bytes."""
    others = common = 0
    with path.open(encoding=GB18030) as file:
        while text := file.read(CHUNK):
            foreign = "".join(filter(lambda character: not character.isascii(), text))
            others += len(foreign)
            common += len(foreign.encode("gb2312", errors="ignore")) // 2
    return common >= COMMON_SHARE * others
