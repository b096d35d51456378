"""What can go wrong, in six kinds; of two of them a part is nobody's fault who asks.

Allow, hold, deny, unknown and "not confirmed" are *values*; an error means "could not be judged". Every error
tells what is wrong (in the user's terms, the offending value in backticks), where, and what to do next.
Exit codes and HTTP statuses live in one table at each border, never here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Fault(NamedTuple):
    """One thing wrong with an input: what, where (path, line and column, or id), and what to do next."""

    message: str
    at: str = ""
    help: str = ""

    def __str__(self) -> str:
        """``place: message; help``, leaving out what is empty.

        >>> str(Fault("unknown territory `RUS`", "ru.yaml:4:12", "did you mean `RU`?"))
        'ru.yaml:4:12: unknown territory `RUS`; did you mean `RU`?'
        """
        place = f"{self.at}: " if self.at else ""
        mend = f"; {self.help}" if self.help else ""
        return f"{place}{self.message}{mend}"


class MoratoriumError(Exception):
    """Base of all errors that a user can meet.

    Args:
        message: What is wrong, lower case, in the user's terms.
        at: Where: a path with line and column, or an id.
        help: What to do next.
    """

    def __init__(self, message: str, at: str = "", help: str = "") -> None:
        self.fault = Fault(message, at, help)
        super().__init__(str(self.fault))

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All faults found; one, unless the error gathers several."""
        return (self.fault,)


class InputError(MoratoriumError):
    """Malformed or contradictory input. Carries *all* faults found, so that one reading mends them all."""

    def __init__(self, message: str, at: str = "", help: str = "", faults: Iterable[Fault] = ()) -> None:
        super().__init__(message, at, help)
        self._faults = tuple(faults)

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> InputError:
        """An error over several faults; the first gives the message.

        >>> InputError.of([Fault("no measure id", "a.yaml:1"), Fault("no title", "a.yaml:1")]).faults[1].message
        'no title'
        """
        found = tuple(faults)
        return cls(found[0].message, found[0].at, found[0].help, found)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All faults found."""
        return self._faults or (self.fault,)


class SettingError(InputError):
    """How this program is set up does not fit: where the database is, who may use it. Not the fault of who asks."""


class MissingError(MoratoriumError):
    """No such order, measure, list or act."""


class RefusedError(MoratoriumError):
    """Procedure forbids it: four eyes, lifecycle, no authority."""


class ConflictError(MoratoriumError):
    """Somebody was faster; read again."""


class BusyError(ConflictError):
    """Another program is at work; nobody was faster with the same thing, and the step may be done again as it is."""


class SourceError(MoratoriumError):
    """A list, law pack or feed is unreadable, unsigned or has the wrong digest; or the database cannot be used now."""


class ProofError(MoratoriumError):
    """A hash, signature or proof does not verify; always an alarm."""
