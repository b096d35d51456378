"""A file that somebody hands in for a case: what it really is, whether it may be kept, and its location data taken out.

The media type is told from the content; what the sender calls it counts for nothing. Programs and empty files are
refused. Archives are kept closed: nothing here unpacks one, so no archive can blow up. Pictures are decoded and written
anew, which takes out where they were taken and whatever else was hidden behind the picture, unless the picture *is*
the evidence: then it stays byte for byte, location data and all, and says so.

Whatever is kept is handed out as a download of unknown kind, never shown by a browser in our name.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

from moratorium.errors import InputError, RefusedError

MOST_BYTES = 25 * 1024 * 1024
"""Of one file."""

MOST_PIXELS = 60_000_000
"""Of one picture, before it is decoded: a small file can hold a picture that fills the memory."""

MOST_FRAMES = 500
"""Of one moving picture."""

_UNKNOWN = "application/octet-stream"
_MOST_NAME = 120
_PICTURES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/tiff": "TIFF",
}
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"dex\n",
)
_TEXTS = (
    (re.compile(rb"<svg[\s>]", re.IGNORECASE), "image/svg+xml"),
    (re.compile(rb"<(!doctype\s+html|html|script|body|iframe)[\s>]", re.IGNORECASE), "text/html"),
    (re.compile(rb"\A\s*<\?xml"), "application/xml"),
)
_HEAD = 4096


class Kept(NamedTuple):
    """A file as it is to be kept.

    Attributes:
        content: The bytes.
        media: Media type, told from the content.
        name: File name without path and signs that a screen or a file system could take for something else.
        is_stripped: Whether location data and other additions were taken out.
    """

    content: bytes
    media: str
    name: str
    is_stripped: bool


def read_attachment(content: bytes, name: str, *, is_evidence: bool = False) -> Kept:
    """What is to be kept of a file that was handed in.

    Args:
        content: Its bytes.
        name: What the sender calls it.
        is_evidence: Whether it is the evidence itself and must stay as it is.

    Raises:
        InputError: it is empty, too large, or a picture that cannot be decoded.
        RefusedError: it is a program.
    """
    shown = plain_name(name)
    if not content:
        raise InputError("the file is empty", shown)
    if len(content) > MOST_BYTES:
        raise InputError(
            f"the file has {len(content):,} bytes, at most {MOST_BYTES:,} are kept",
            shown,
            "hand in the part that matters",
        )
    if content.startswith(_PROGRAMS):
        raise RefusedError("programs are not kept", shown, "hand in its SHA-256, or a report on it")
    media = media_of(content)
    if media not in _PICTURES or is_evidence:
        return Kept(content, media, shown, False)
    return Kept(_without_additions(content, media, shown), media, shown, True)


def media_of(content: bytes) -> str:
    """The media type of a content, by its first bytes; what is not known is ``application/octet-stream``.

    >>> media_of(b"%PDF-1.7 ..."), media_of(b"<svg onload=x>"), media_of("Привіт".encode())
    ('application/pdf', 'image/svg+xml', 'text/plain')
    """
    import filetype

    found = filetype.guess_mime(content[:_HEAD])
    if found is not None:
        return str(found)
    for pattern, media in _TEXTS:
        if pattern.search(content[:_HEAD]):
            return media
    try:
        content.decode()
    except UnicodeDecodeError:
        return _UNKNOWN
    return _UNKNOWN if b"\0" in content else "text/plain"


def plain_name(name: str) -> str:
    """A file name as it may be shown and saved.

    >>> plain_name("../../etc/pass\\u202ewd"), plain_name("C:\\\\temp\\\\foto 1.jpg"), plain_name("...")
    ('passwd', 'foto 1.jpg', 'file')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*;=%').strip(" .")
    if len(kept) > _MOST_NAME:
        stem, dot, end = kept.rpartition(".")
        kept = f"{stem[: _MOST_NAME - len(end) - 1]}{dot}{end}" if dot and len(end) <= 10 else kept[:_MOST_NAME]
    return kept or "file"


def _without_additions(content: bytes, media: str, name: str) -> bytes:
    """A picture decoded and written anew: the picture and its colours, nothing else.

    Raises:
        InputError: it cannot be decoded, or is too large to be.
    """
    from PIL import Image, UnidentifiedImageError

    help_ = "if it is the evidence itself, hand it in as evidence: it is then kept as it is"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=[_PICTURES[media]]) as picture:
                width, height = picture.size
                frames = getattr(picture, "n_frames", 1)
                if width * height > MOST_PIXELS or frames > MOST_FRAMES or width * height * frames > 4 * MOST_PIXELS:
                    raise InputError("the picture has too many points or frames", name, help_)
                return _WRITERS[media](picture)
    except (OSError, ValueError, SyntaxError, EOFError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise InputError("the picture cannot be decoded", name, help_) from error
    except (TypeError, KeyError, IndexError, OverflowError, MemoryError, ArithmeticError, AttributeError) as error:
        raise InputError("the picture is damaged", name, help_) from error


def _jpeg(picture: Any) -> bytes:
    """With the tables it was made with, so that little is lost; upright, since the note of how to turn it goes."""
    from PIL import ImageOps

    turned = picture.getexif().get(0x0112, 1) != 1
    made = ImageOps.exif_transpose(picture) if turned else picture
    made.info = {}
    quality: dict[str, Any] = {"quality": 95} if turned else {"quality": "keep"}
    return _saved(made, "JPEG", exif=b"", **quality)


def _png(picture: Any) -> bytes:
    picture.load()
    picture.info = {name: picture.info[name] for name in ("transparency",) if name in picture.info}
    return _saved(picture, "PNG", exif=b"")


def _frames(format: str, **options: Any) -> Callable[[Any], bytes]:
    """A writer of pictures that may move."""

    def write(picture: Any) -> bytes:
        from PIL import ImageSequence

        shots, spans = [], []
        for shot in ImageSequence.Iterator(picture):
            made = shot.convert("RGB" if format == "TIFF" else "RGBA")
            made.info = {}
            shots.append(made)
            spans.append(int(shot.info.get("duration", 100) or 100))
        first, *rest = shots
        timing: dict[str, Any] = {"duration": spans, "loop": 0} if rest and format != "TIFF" else {}
        return _saved(first, format, save_all=bool(rest), append_images=rest, **timing, **options)

    return write


def _saved(picture: Any, format: str, **options: Any) -> bytes:
    target = io.BytesIO()
    picture.save(target, format, **options)
    return target.getvalue()


_WRITERS: dict[str, Callable[[Any], bytes]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/gif": _frames("GIF"),
    "image/webp": _frames("WEBP", quality=90),
    "image/tiff": _frames("TIFF", compression="tiff_deflate"),
}
