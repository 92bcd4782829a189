"""Photos for tests: drawn, broken, and hostile ones."""

import io
import secrets
import struct
import zlib

from PIL import ExifTags, Image
from werkzeug.datastructures import FileStorage

from resident import clock
from resident.communities.models import CommunityRow
from resident.db import db
from resident.media.intake import Prepared, prepare
from resident.media.models import Photo


def make_jpeg(
    width: int = 64, height: int = 48, colour: object = "teal", mode: str = "RGB", **options: object
) -> bytes:
    """A JPEG of one colour."""
    return encoded(Image.new(mode, (width, height), colour), "JPEG", **options)  # type: ignore[arg-type]


def encoded(image: Image.Image, file_format: str, **options: object) -> bytes:
    """The file of an image."""
    file = io.BytesIO()
    image.save(file, file_format, **options)
    return file.getvalue()


def make_upload(content: bytes | None = None, name: str = "photo.jpg") -> FileStorage:
    """A file as a form sends it."""
    return FileStorage(io.BytesIO(make_jpeg() if content is None else content), filename=name)


def make_prepared(count: int = 1) -> Prepared:
    """That many good photos, taken in."""
    return prepare([make_upload() for _ in range(count)])


def make_photo(community: CommunityRow, owner_id: int, owner_kind: str = "demand", **columns: object) -> Photo:
    """The row of a photo of that owner, public unless said otherwise; its files are not there."""
    photo = Photo(
        **{
            "community_id": community.id,
            "owner_kind": owner_kind,
            "owner_id": owner_id,
            "key": secrets.token_urlsafe(32),
            "file": secrets.token_hex(16),
            "is_public": True,
            "width": 64,
            "height": 48,
            "created_at": clock.now(),
            **columns,
        }
    )
    db.session.add(photo)
    db.session.flush()
    return photo


def make_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of some hundred bytes that promises 3.6 thousand million pixels."""

    def _chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def make_jpeg_of(width: int, height: int) -> bytes:
    """A JPEG whose header promises that many pixels, and no more than the header."""
    small = make_jpeg(16, 16, colour=0, mode="L")
    frame = small.index(b"\xff\xc0") + 5
    return small[:frame] + struct.pack(">HH", height, width) + small[frame + 4 :]


def make_turned_jpeg(orientation: int = 6) -> bytes:
    """Red above blue when it is held as its EXIF says; with a place and a comment in it."""
    upright = Image.new("RGB", (80, 120), "red")
    upright.paste("blue", (0, 60, 80, 120))
    undo = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270, 3: Image.Transpose.ROTATE_180}
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Huawei"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (28.0, 13.0, 45.5), 3: "E", 4: (112.0, 56.0, 10.0)})
    return encoded(upright.transpose(undo[orientation]), "JPEG", exif=exif, comment=b"taken at home", quality=95)
