"""moratorium: trade-suspension control for makers of dual-use goods.

An order becomes facts, facts meet the measures in force, findings join into a decision, and every act leaves a leaf
that an outsider can verify. ``docs/architecture.md`` is the map of the rooms.
"""

__version__ = "0.1.0"
