"""The demo's compliance office: a clock that stands where the story is, and two people who change the rulebook.

Whoever proposes never approves. Acts are dated as in the story; keys are made as for anybody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from importlib import resources
from pathlib import Path

from moratorium.decision.decider import Decider
from moratorium.decision.reference import Reference
from moratorium.desk import accounts, api_keys, lists, package, references, rulebooks, whoami
from moratorium.desk.home import Home, open_home
from moratorium.desk.identities import Identity
from moratorium.desk.references import References
from moratorium.errors import Fault
from moratorium.measures import Rulebook

FIRST_DAY = date(2021, 1, 1)
PARTNER_OVERDUE = "OWN-2022-05-10-PARTNER-OVERDUE"
"""Orders of a partner who is overdue with a notice are held: the example of docs/partners.md."""

_OPENING = time(8, tzinfo=UTC)
_ROLES = {"ann": "officer", "bo": "approver", "cy": "counsel", "erp": "machine"}


@dataclass
class Clock:
    """Stands at eight in the morning of a day of the story."""

    day: date = FIRST_DAY

    def __call__(self) -> datetime:
        """The instant."""
        return datetime.combine(self.day, _OPENING)


@dataclass(frozen=True)
class Office:
    """Two people at work on one state.

    Attributes:
        clock: What time it is in the story.
        ann: Proposes, has orders decided, answers.
        bo: Approves.
        read: What facts are looked up in, as read.
    """

    clock: Clock
    ann: Home
    bo: Home
    read: References

    @classmethod
    def open(cls, folder: Path) -> Office:
        """A new office with its state in a folder."""
        clock = Clock()
        home = open_home(folder, clock=clock, database=str(folder))  # its own, whatever is set
        for name in ("ann", "bo"):
            whoami.make(home, name)
        ann, bo = (replace(home, identity=Identity.load(folder, name)) for name in ("ann", "bo"))
        return cls(clock, ann, bo, References(ann))

    def hand_in(self, parts: Mapping[str, Path]) -> tuple[Fault, ...]:
        """Keep the maker's own files, by part; returns what in them could not be read."""
        faults: list[Fault] = []
        for part, path in parts.items():
            with self.ann.store.begin() as connection:
                faults += references.keep_part(self.ann, connection, part, path)
        return tuple(faults)

    def publish(self, own_list: Path) -> None:
        """The maker's own list is looked through and published anew; it counts for a year."""
        lists.import_list(self.ann, "own", self.clock.day, {"own": own_list})

    def adopt(self, folder: Path) -> Rulebook:
        """A whole rulebook, proposed by one and approved by the other."""
        return rulebooks.approve(self.bo, rulebooks.propose_adoption(self.ann, folder))

    def put_in_force(self, folder: Path, reason: str) -> Rulebook:
        """New measures, proposed by one and approved by the other."""
        return rulebooks.approve(self.bo, rulebooks.propose_measure(self.ann, folder, reason))

    def let_in(self, partners: Mapping[str, str]) -> dict[str, str]:
        """A key of the service for each of the office's people, for the shop's program, and for some partners.

        Args:
            partners: Name of the account of each partner, and the party for whom it acts.
        """
        keys = {name: api_keys.make(self.ann, name, role) for name, role in _ROLES.items()}
        for name, party in partners.items():
            accounts.invite(self.ann, name, "partner", party=party)
            keys[name] = api_keys.make(self.ann, name, "partner")
        return keys

    def decider(self, rulebook: Rulebook) -> Decider:
        """Decides by a rulebook and the reference as it stands."""
        return Decider(rulebook, self._reference(rulebook))

    def current(self, decider: Decider) -> Decider:
        """The same decider while the reference is the same; else a new one: a list may have aged, an answer come in."""
        reference = self._reference(decider.rulebook)
        same = reference.digests() == decider.reference.digests()
        return decider if same else Decider(decider.rulebook, reference)

    def _reference(self, rulebook: Rulebook) -> Reference:
        with self.ann.store.read() as connection:
            return self.read.on(connection, self.clock.day, rulebook)


def write_measures(folder: Path, documents: Mapping[str, str]) -> int:
    """Write documents into a folder, one file each; returns how many.

    Args:
        folder: Made if missing.
        documents: Texts by id.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for id, text in documents.items():
        (folder / f"{id}.yaml").write_text(text, encoding="utf-8")
    return len(documents)


def documents() -> dict[str, str]:
    """Text of each measure and blocking rule of the demo, by id: the starter rulebook, and a policy on partners."""
    base, starter = rulebooks.base_ids(), rulebooks.read(package.starter())
    measures = {one.id: one.text for one in starter.measures if one.id not in base}
    policy = resources.files("moratorium.demo").joinpath("data", "overdue-partners.yaml").read_text(encoding="utf-8")
    return measures | {rule.id: rule.text for rule in starter.blocking} | {PARTNER_OVERDUE: policy}
