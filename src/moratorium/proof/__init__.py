"""Proof: what a rulebook can and cannot let through, over every order that could come. The only room with z3.

========== =====================================================================
module     what is in it
========== =====================================================================
properties what people ask, as text and as values
prover     whether a property holds, or an order that breaks it
differences one order for each way in which two rulebooks differ
warnings   what is odd about a rulebook: measures that never apply, and others
violations what breaks a property, for the solver and for the scalar interpreter
witness    an order written down, judged by the scalar interpreter
ruling     rulebooks for the solver
days       the period of a proof
orders     every order that could come: roles, wares, activities (``sketch``,
           ``roles``, ``wares``)
encode     what a condition means, for the solver
symbols    facts for the solver
classes    words and codes that no measure tells apart
calendar   days and months for the solver
kleene     three values as pairs of conditions
========== =====================================================================
"""

from __future__ import annotations

from moratorium.proof.properties import EXAMPLES, Property, parse_property

__all__ = ["EXAMPLES", "Property", "parse_property"]
