"""Measures: what suspends, forbids, licenses, holds or asks, and the rulebook that gathers them.

========== =====================================================================
module     what is in it
========== =====================================================================
measure    the measure and when it applies
scope      ``bound`` and ``scope`` as people write them
reading    the small parts: windows, marks, territories, roles, conditions
reader     one measure from its document, all faults at once
written    the plain value of a document back as YAML
base       the base pack: what is not known, holds
blocking   laws that forbid complying with some foreign measures
rulebook   measures as known at one point, in force on a day
starter    names of the files that ship as the starter rulebook
diff       two rulebooks side by side, in words
lifecycle  proposals, their states, and four eyes
editing    extend, lift, activate, and the template of a new measure
agenda     what a measure is on a day, and what is next
reach      where measures reach on a day, for maps
========== =====================================================================
"""

from moratorium.measures.blocking import BlockingRule
from moratorium.measures.measure import KINDS, MARKS, Exemption, InForce, Measure, Review, Source, applies
from moratorium.measures.rulebook import Rulebook, base_pack, read_rulebook
from moratorium.measures.starter import STARTER_FILES
from moratorium.measures.written import write_document

__all__ = [
    "KINDS",
    "MARKS",
    "STARTER_FILES",
    "BlockingRule",
    "Exemption",
    "InForce",
    "Measure",
    "Review",
    "Rulebook",
    "Source",
    "applies",
    "base_pack",
    "read_rulebook",
    "write_document",
]
