"""Files handed in for cases: told by their content, bounded, programs refused, pictures without their place."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from moratorium.errors import InputError, MoratoriumError, RefusedError
from moratorium.intake import attachments
from moratorium.intake.attachments import MOST_BYTES, Kept, media_of, plain_name, read_attachment

MARK = b"<script>alert(document.domain)</script>"
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF")
GPS = 0x8825


def picture(format: str, size: tuple[int, int] = (24, 16), turned: int = 1) -> bytes:
    """A picture that says where it was taken."""
    target, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = "Kestrel"
    exif.get_ifd(GPS)[2] = (50.0, 27.0, 0.0)
    image = Image.new("RGB", size, (200, 30, 30))
    image.putpixel((0, 0), (0, 0, 255))
    options = {"comment": MARK} if format in ("GIF", "JPEG") else {}
    image.save(target, format, **({} if format == "GIF" else {"exif": exif}), **options)
    return target.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("format", FORMATS)
def test_a_picture_is_kept_without_its_place_and_looks_as_before(format: str) -> None:
    content = picture(format)
    kept = read_attachment(content, "photo")
    assert kept.is_stripped
    found = opened(kept.content)
    assert (found.format, found.size) == (format, (24, 16))
    assert not dict(found.getexif().get_ifd(GPS))
    assert 0x010F not in found.getexif()
    assert b"Kestrel" not in kept.content
    assert MARK not in kept.content
    red, green, blue = found.convert("RGB").getpixel((20, 12))  # type: ignore[misc]
    assert red > 180
    assert max(green, blue) < 60


@pytest.mark.parametrize("format", FORMATS)
def test_evidence_stays_byte_for_byte(format: str) -> None:
    content = picture(format)
    assert read_attachment(content, "photo", is_evidence=True) == Kept(content, media_of(content), "photo", False)


def test_a_picture_that_was_held_sideways_is_kept_upright() -> None:
    """The note of how to turn it goes with the rest, so it is turned before."""
    assert opened(read_attachment(picture("JPEG", turned=6), "p").content).size == (16, 24)


def test_a_moving_picture_goes_on_moving() -> None:
    target = io.BytesIO()
    shots = [Image.new("RGB", (8, 8), (shade, 0, 99)) for shade in (10, 90, 200)]
    shots[0].save(target, "GIF", save_all=True, append_images=shots[1:], duration=[50, 60, 70])
    assert getattr(opened(read_attachment(target.getvalue(), "g").content), "n_frames", 1) == 3


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"plain words", "text/plain"),
        ("Привіт, 你好".encode(), "text/plain"),
        (b"<svg xmlns='x'><script>x</script></svg>", "image/svg+xml"),
        (b"<!DOCTYPE html><body>", "text/html"),
        (b"<?xml version='1.0'?><a/>", "application/xml"),
        (b"a\0b", "application/octet-stream"),
        (b"\xff\xfe\x00", "application/octet-stream"),
    ],
)
def test_the_media_type_is_told_from_the_content(content: bytes, media: str) -> None:
    kept = read_attachment(content, "photo.png")
    assert (kept.media, kept.content, kept.is_stripped) == (media, content, False)


@pytest.mark.parametrize("head", [b"MZ\x90\0", b"\x7fELF\x02", b"#!/bin/sh\n", b"\xca\xfe\xba\xbe"])
def test_programs_are_refused_evidence_or_not(head: bytes) -> None:
    for is_evidence in (False, True):
        with pytest.raises(RefusedError, match="programs are not kept"):
            read_attachment(head + b"x" * 100, "photo.jpg", is_evidence=is_evidence)


def test_what_is_empty_or_too_large_is_refused() -> None:
    with pytest.raises(InputError, match="empty"):
        read_attachment(b"", "x")
    with pytest.raises(InputError, match="at most"):
        read_attachment(b"x" * (MOST_BYTES + 1), "x")


def huge_png(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of billions of points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_a_picture_that_would_fill_the_memory_is_not_decoded() -> None:
    for size in ((60_000, 60_000), (2**31 - 1, 1), (9_000, 9_000)):
        with pytest.raises(InputError, match=r"points|cannot be decoded"):
            read_attachment(huge_png(*size), "x.png")


def bomb() -> bytes:
    """An archive of 100 MB of zeros in 100 kB, in an archive."""
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(10):
            archive.writestr(f"{number}", b"\0" * 10_000_000)
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.zip", inner.getvalue())
    return outer.getvalue()


def test_an_archive_is_kept_closed() -> None:
    content = bomb()
    assert read_attachment(content, "x.zip") == Kept(content, "application/zip", "x.zip", False)


@given(st.text(max_size=300))
def test_a_name_is_one_that_can_be_shown_and_saved(name: str) -> None:
    found = plain_name(name)
    assert 0 < len(found) <= 120
    assert found.isprintable()
    assert not set(found) & set('/\\<>:"|?*;=%')
    assert not found.startswith(".")
    assert plain_name(found) == found


@given(st.binary(max_size=2_000), st.booleans())
def test_anything_may_be_handed_in(content: bytes, is_evidence: bool) -> None:
    _kept_or_told(content, is_evidence)


def _kept_or_told(content: bytes, is_evidence: bool = False) -> Kept | None:
    try:
        kept = read_attachment(content, "x.png", is_evidence=is_evidence)
    except MoratoriumError:
        return None
    assert kept.content == content or kept.is_stripped
    return kept


# -- hostile files ----------------------------------------------------------------------------------------------------


def hostile(chance: random.Random, archive: bytes) -> Iterator[tuple[str, bytes]]:
    """Kinds of hostile files, without end, each a little different."""
    pictures = {format: picture(format) for format in FORMATS}

    def cut(content: bytes) -> bytes:
        return content[: chance.randrange(len(content))]

    def flipped(content: bytes) -> bytes:
        made = bytearray(content)
        for _ in range(chance.randrange(1, 20)):
            made[chance.randrange(len(made))] = chance.randrange(256)
        return bytes(made)

    makers: dict[str, Callable[[bytes], bytes]] = {
        "cut": cut,
        "flipped": flipped,
        "page behind a picture": lambda content: content + MARK * chance.randrange(1, 50),
        "archive behind a picture": lambda content: content + archive[:20_000],
        "picture behind a page": lambda content: MARK + content,
        "document behind a picture": lambda content: content + b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript>>>>",
        "program behind a head": lambda content: content[:8] + b"\x7fELF" + chance.randbytes(200),
        "svg": lambda _: (
            b"<?xml version='1.0'?><!DOCTYPE s [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg onload='x'>&x;" + MARK
        ),
        "laughs": lambda _: b"<!DOCTYPE l [<!ENTITY a 'ha'>" + b"<!ENTITY b '&a;&a;&a;'>" * 50 + b"]><l>&b;</l>",
        "huge picture": lambda _: huge_png(chance.randrange(1, 2**31), chance.randrange(1, 2**31)),
        "bomb": lambda _: archive,
        "noise": lambda content: content[:4] + chance.randbytes(chance.randrange(5_000)),
        "program": lambda _: b"MZ" + chance.randbytes(300),
        "text": lambda _: ("\u202e" * 10 + "=cmd|' /C calc'!A0\n" * 30).encode(),
    }
    while True:
        for kind, make in makers.items():
            yield kind, make(pictures[chance.choice(FORMATS)])


def _survived(count: int) -> dict[str, int]:
    """Hand in so many hostile files; returns how many of each kind were kept."""
    kept: dict[str, int] = {}
    made = hostile(random.Random(11), bomb())  # noqa: S311 - no secret
    for _, (kind, content) in zip(range(count), made, strict=False):
        found = _kept_or_told(content)
        kept[kind] = kept.get(kind, 0) + (found is not None)
        if found is not None and found.is_stripped:
            assert MARK not in found.content, kind
            assert b"PK\x03\x04" not in found.content, kind
            assert b"%PDF" not in found.content, kind
    return kept


def test_hostile_files_are_refused_or_kept_as_harmless_bytes() -> None:
    kept = _survived(42)
    assert kept["program"] == 0
    assert kept["huge picture"] == 0
    assert kept["page behind a picture"] > 0, "the picture is kept, what was behind it is not"


@pytest.mark.soak
def test_a_thousand_hostile_files() -> None:
    kept = _survived(1_000)
    assert kept["program"] == kept["huge picture"] == 0


def test_the_tables_of_pictures_agree() -> None:
    assert attachments._PICTURES.keys() == attachments._WRITERS.keys()
