"""The console's words, gathered from templates and code, brought into the catalogues of each language.

``python scripts/translate.py [GROUP ...]`` adds what is new to ``web/console/locale/LANGUAGE/GROUP.po`` with an empty
translation, takes away what is no longer said, and tells what still waits for somebody. It never translates by itself,
except that what another group says in the same words is taken from there.

A group is a module or template: ``orders.py``, ``templates/orders.html.j2`` and ``templates/orders/*.html.j2`` are the
group ``orders``. What the frame around all pages says is in ``shell`` and in no other.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from moratorium.web.console.spoken import QUESTIONS, ROLE_NAMES

CONSOLE = Path(__file__).resolve().parent.parent / "src/moratorium/web/console"
LANGUAGES = ("nl", "zh")

SHELL = "shell"
_FRAME = {
    "base", "parts", "trouble", "sign_in", "welcome", "account",
    "answering", "navigation", "vocabulary", "signing_in", "own_account", "page", "language",
}  # fmt: skip

_CODE_KEYWORDS = {"N_": None, "_": None, "words": None}

Text = str | tuple[str, ...]


def found() -> dict[str, list[Text]]:
    """Every text, by group."""
    texts: dict[str, dict[Text, None]] = {}
    for group, message in _messages():
        texts.setdefault(group, {})[message] = None
    frame = texts.get(SHELL, {})
    return {
        group: [text for text in said if group == SHELL or text not in frame] for group, said in sorted(texts.items())
    }


def _messages() -> Iterator[tuple[str, Text]]:
    for path in sorted(CONSOLE.glob("*.py")):
        for _, message, _, _ in extract_from_file("python", path, keywords=_CODE_KEYWORDS):
            yield _group(path.stem), _text(message)
    for text in (*QUESTIONS, *ROLE_NAMES):  # of the core, which marks nothing
        yield "spoken", text
    for path in sorted((CONSOLE / "templates").rglob("*.j2")):
        below = path.relative_to(CONSOLE / "templates").parts
        stem = below[0].partition(".")[0]
        for _, message, _, _ in extract_from_file(
            "jinja2.ext.babel_extract", path, options={"trimmed": "true", "newstyle_gettext": "true"}
        ):
            yield _group(stem), _text(message)


def _group(stem: str) -> str:
    return SHELL if stem in _FRAME else stem


def _text(message: object) -> Text:
    if isinstance(message, str):
        return message
    forms: tuple[str | None, ...] = message  # type: ignore[assignment]  # Babel says object: singular and plural
    return tuple(one for one in forms if one is not None)


def catalogues(language: str) -> dict[str, Catalog]:
    """What is there, by group."""
    folder = CONSOLE / "locale" / language
    return {path.stem: read_po(io.BytesIO(path.read_bytes()), locale=language) for path in sorted(folder.glob("*.po"))}


def translated(language: str) -> dict[Text, Text]:
    """Every text that has a translation."""
    found: dict[Text, Text] = {}
    for catalogue in catalogues(language).values():
        for message in catalogue:
            translation = _text(message.string) if message.string else ""
            if message.id and translation and all(translation):
                found[_text(message.id)] = translation
    return found


def waiting(language: str) -> list[tuple[str, Text]]:
    """What has no translation yet, with its group."""
    known = translated(language)
    return [(group, text) for group, texts in found().items() for text in texts if text not in known]


def main(only: list[str]) -> int:
    """Bring the catalogues up to the texts; 1 if something waits for a translation."""
    missing = 0
    for language in LANGUAGES:
        known = translated(language)
        for group, texts in found().items():
            if not only or group in only:
                made = Catalog(locale=language, fuzzy=False, charset="utf-8")
                for text in sorted(texts, key=str):
                    made.add(text, known.get(text) or None)
                _write(CONSOLE / "locale" / language / f"{group}.po", made)
        for group, text in waiting(language):
            if not only or group in only:
                missing += 1
                print(f"{language} {group}: {text}")
    return 1 if missing else 0


def _write(path: Path, catalogue: Catalog) -> None:
    out = io.BytesIO()
    write_po(out, catalogue, no_location=True, omit_header=True, width=0)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    header += f'"Plural-Forms: {catalogue.plural_forms}\\n"\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{header}\n{out.getvalue().decode()}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
