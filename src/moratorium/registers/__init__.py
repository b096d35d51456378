"""The case registers: one machinery for all cases, and a lifecycle table for each kind of them.

============= ========================================================================
module        what is in it
============= ========================================================================
lifecycle     what a table is: states, steps, fields, parts, deadlines
words         the tables of what is said: misuse reports, allegations, statements, notices
dealings      the tables of what is asked and agreed: authorities, partners, applicants
undertakings  the table of what partners undertake: end use, no re-export
kinds         all tables, by name
case          a case as the fold of its acts; what may be done with it next
grading       the Admiralty code: source A to F, information 1 to 6
copies        copies of a message, equal and nearly equal, gathered into sources
serials       the form of a serial number
templates     templates of statements and notices, filled with the values of a measure
wording       the check of words that go out
wording_rules its rules, read from one data file
============= ========================================================================
"""

from moratorium.registers.case import Case, Event, Option, case_of, check_entered, move, options, with_event
from moratorium.registers.kinds import LIFECYCLES, lifecycle_of
from moratorium.registers.lifecycle import Lifecycle, Step

__all__ = [
    "LIFECYCLES",
    "Case",
    "Event",
    "Lifecycle",
    "Option",
    "Step",
    "case_of",
    "check_entered",
    "lifecycle_of",
    "move",
    "options",
    "with_event",
]
