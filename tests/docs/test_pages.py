"""What the pages say of the program is so: links, commands, options, measures, words."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import typer
from typer.core import TyperGroup

from moratorium.cli.app import EXIT_CODES, app
from moratorium.conditions.parse import parse_condition
from moratorium.desk import package, rulebooks
from moratorium.intake import parse_mapping, read_organisation
from moratorium.intake.holding import read_hold_rules
from moratorium.measures import KINDS
from moratorium.proof import parse_property
from moratorium.terms.activity import ACTIVITIES
from moratorium.terms.vocabulary import TEMPLATES
from tests import soaking

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "changelog.d" / "README.md", *ROOT.glob("docs/**/*.md")]
)
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_BLOCK = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def text(name: str) -> str:
    """A page."""
    return (ROOT / name).read_text(encoding="utf-8")


def anchor(heading: str) -> str:
    """How a heading is linked to."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    """What can be linked to within a page."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {anchor(heading) for heading in found}


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    for target in _LINK.findall(_BLOCK.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, fragment = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        assert place.exists(), f"{name} links to {target}"
        if fragment and place.suffix == ".md":
            assert fragment in anchors(place), f"{name} links to {target}"


def test_the_page_of_the_soak_lists_what_is_marked_so_and_nothing_that_is_gone() -> None:
    """A law of generated cases that is not listed yet is run all the same, first."""
    modules = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in ROOT.glob("tests/**/test_*.py")}
    marked = {name for name, code in modules.items() if re.search(r"(@|=)pytest\.mark\.soak", code)}
    laws = {name for name, code in modules.items() if re.search(r"@given\(|\(RuleBasedStateMachine\)", code)}
    assert marked <= soaking.minutes().keys() <= marked | laws


# -- commands ---------------------------------------------------------------------------------------------------------


def commands() -> dict[str, set[str]]:
    """Options by command, as the program knows them."""

    def walk(group: TyperGroup, before: str) -> Iterator[tuple[str, set[str]]]:
        for name, command in group.commands.items():
            full = f"{before} {name}".strip()
            if isinstance(command, TyperGroup):
                yield full, set()
                yield from walk(command, full)
            else:
                options = {option for param in command.params for option in (*param.opts, *param.secondary_opts)}
                yield full, options | {"--help"}

    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    return dict(walk(root, ""))


KNOWN = commands()


def calls(page: str) -> Iterator[tuple[str, list[str]]]:
    """Command and options of everything on a page that is written as a call of the program."""
    code = [body for language, _, body in _BLOCK.findall(page) if language in ("console", "sh", "")]
    code += re.findall(r"`(moratorium [^`]+)`", _BLOCK.sub("", page))
    for piece in code:
        for line in piece.replace("\\\n", " ").splitlines():
            for call in re.findall(r"(?<![\w./-])moratorium ((?!ledger\.)[^|;)#]*)", line):
                words = re.sub(r"^(--(as|home) \S+ )*", "", call.strip()).split()
                name = " ".join(words[:2]) if " ".join(words[:2]) in KNOWN else (words[0] if words else "")
                yield name, [word.strip("\"'.,") for word in words if word.startswith("--")]


@pytest.mark.parametrize("name", NAMES)
def test_commands_and_options_exist(name: str) -> None:
    for command, options in calls(text(name)):
        if command.startswith("-") or not command:
            continue
        assert command in KNOWN, f"{name}: moratorium {command}"
        unknown = [option for option in options if option.partition("=")[0] not in KNOWN[command]]
        assert not unknown, f"{name}: moratorium {command} has no {unknown}"


def test_every_command_is_described() -> None:
    page = text("docs/operations.md")
    for command, options in KNOWN.items():
        if options:
            assert f"moratorium {command}" in page, f"docs/operations.md does not name `moratorium {command}`"


def test_exit_codes_are_those_of_the_program() -> None:
    page = text("docs/orders.md")
    for error, code in EXIT_CODES:
        assert re.search(rf"^\| {code} \|", page, re.MULTILINE), f"{error.__name__} ends with {code}"


# -- examples ---------------------------------------------------------------------------------------------------------


def yaml_blocks(kind: str) -> list[tuple[str, str]]:
    """Blocks of YAML on all pages that are marked as ``yaml KIND``."""
    return [
        (name, body)
        for name in NAMES
        for language, mark, body in _BLOCK.findall(text(name))
        if language == "yaml" and mark.strip() == kind
    ]


@pytest.mark.parametrize(("page", "body"), yaml_blocks("measure"))
def test_measures_on_the_pages_are_measures(page: str, body: str) -> None:
    assert rulebooks.read({page: body}).measures


@pytest.mark.parametrize(("page", "body"), yaml_blocks("map"))
def test_maps_on_the_pages_are_maps(page: str, body: str) -> None:
    assert parse_mapping(body, page).columns


@pytest.mark.parametrize(("page", "body"), yaml_blocks("organisation"))
def test_organisations_on_the_pages_are_organisations(page: str, body: str) -> None:
    assert read_organisation(body, page).is_stated


@pytest.mark.parametrize(("page", "body"), yaml_blocks("holds"))
def test_rules_for_holds_on_the_pages_are_rules(page: str, body: str) -> None:
    assert read_hold_rules(body, page).promises


def test_every_block_of_yaml_says_what_it_is() -> None:
    kinds = {"measure", "map", "organisation", "holds"}
    for name in NAMES:
        for language, mark, _ in _BLOCK.findall(text(name)):
            assert language != "yaml" or mark.strip() in kinds, (
                f"{name}: write ```yaml measure, map, organisation or holds"
            )


def test_conditions_on_the_pages_are_conditions() -> None:
    blocks = [body for _, mark, body in _BLOCK.findall(text("docs/measures.md")) if "condition" in mark]
    assert blocks
    for line in filter(None, "\n".join(blocks).splitlines()):
        parse_condition(line, allow_missing=True)


def test_properties_on_the_pages_are_properties() -> None:
    atlas = package.atlas()
    blocks = [body for _, mark, body in _BLOCK.findall(text("docs/proofs.md")) if "property" in mark]
    assert blocks
    for line in filter(None, "\n".join(blocks).splitlines()):
        parse_property(line, (), atlas.knows, atlas.suggest)


# -- words ------------------------------------------------------------------------------------------------------------


def printer() -> ModuleType:
    """The script that prints reference pages."""
    path = ROOT / "scripts" / "print_vocabulary.py"
    spec = importlib.util.spec_from_file_location("print_vocabulary", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["lifecycles.md", "vocabulary.md", "maps.md", "territories.md"])
def test_reference_pages_are_the_program_s_tables(name: str) -> None:
    printed = "\n".join(printer().PAGES[name]()) + "\n"
    assert text(f"docs/{name}") == printed, "run scripts/print_vocabulary.py"


def test_every_fact_is_on_the_page() -> None:
    page = text("docs/vocabulary.md")
    assert all(f"`{fact.name}`" in page for fact in TEMPLATES)


def test_pages_that_the_program_names_are_there() -> None:
    for source in (ROOT / "src").rglob("*.py"):
        for name in re.findall(r"docs/[a-z/]+\.md", source.read_text(encoding="utf-8")):
            assert (ROOT / name).exists(), f"{source.name} names {name}"


_CONCEPTS = """act, activity, answer, assumption, authorisation, blob, checkpoint, clearance, decision, deny,
    effect, exemption, fact, finding, ground, hold, inactive, judgement, leaf, map, mark, measure, nexus, order, party,
    possible match, question, receipt, reference, review, role, rulebook, territory, window"""


def test_the_glossary_explains_the_words_of_the_house_in_order() -> None:
    terms = re.findall(r"^\*\*(.+?)\*\*", text("docs/glossary.md"), re.MULTILINE)
    assert {" ".join(one.split()) for one in _CONCEPTS.split(",")} <= {term.casefold() for term in terms}
    assert terms == sorted(terms, key=str.casefold)


def test_kinds_and_activities_are_named() -> None:
    page = text("docs/measures.md")
    assert all(f"`{kind}`" in page for kind in KINDS)
    assert all(f"`{activity}`" in text("docs/vocabulary.md") for activity in ACTIVITIES)


def test_the_rooms_of_the_architecture_are_those_of_the_house() -> None:
    rooms = {
        path.name for path in (ROOT / "src" / "moratorium").iterdir() if path.is_dir() and path.name != "__pycache__"
    }
    named = set(re.findall(r"^\| `(\w+)` \|", text("docs/architecture.md"), re.MULTILINE))
    assert rooms <= named


def test_files_named_in_the_architecture_are_there() -> None:
    for path in re.findall(r"`((?:tests|src|scripts|docs)/[\w./]+\.\w+)`", text("docs/architecture.md")):
        assert (ROOT / path).exists(), path


# -- decisions and fragments ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md")), ids=lambda page: page.stem)
def test_a_decision_says_context_choice_and_price_on_one_page(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    headings = [line for line in lines if line.startswith("## ")]
    assert headings == ["## Context", "## Choice", "## Price"]
    assert len(lines) <= 60
    assert lines[0].startswith(f"# {int(page.name[:4])}. ")


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    listed = text("docs/decisions/README.md")
    assert all(f"]({page.name})" in listed for page in pages)


def test_fragments_have_a_kind() -> None:
    for path in (ROOT / "changelog.d").iterdir():
        assert path.name == "README.md" or re.fullmatch(r"\+[\w-]+\.(feature|bugfix|removal|doc|misc)\.md", path.name)
