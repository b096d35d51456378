"""Measures written back as documents that people read: the plain value of a document as YAML of the strict subset.

Comments do not survive; the order of the fields does. Reading what was written gives the same plain value, so the
revision of a measure is the same before and after.
"""

from __future__ import annotations

from decimal import Decimal

import yaml

WIDTH = 110


class _Dumper(yaml.SafeDumper):
    """Writes no anchors, keeps short lists on one line, and quotes what would read as something else."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the signature is PyYAML's
        """A value met twice is written twice."""
        return True

    def represent(self, data: object) -> None:
        """The outermost collection is written one item a line, what is short inside it on one line."""
        node = self.represent_data(data)
        _lay_out(node)
        if isinstance(node, yaml.CollectionNode):
            node.flow_style = False
        self.serialize(node)


def _lay_out(node: yaml.Node) -> int:
    """Let a collection stand on one line if it fits there; returns how long it would be."""
    if isinstance(node, yaml.MappingNode):
        length = sum(_lay_out(key) + _lay_out(value) + 4 for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        length = sum(_lay_out(item) + 2 for item in node.value)
    else:
        return len(str(node.value)) + 2
    node.flow_style = length <= WIDTH - 20
    return length


def _decimal(dumper: yaml.SafeDumper, value: Decimal) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:f}")


_Dumper.add_representer(Decimal, _decimal)


def write_document(plain: object) -> str:
    """A plain value (maps, lists, scalars, days, decimals) as a YAML document.

    >>> print(write_document({"measure": "a", "within": ["NO", "RU"], "title": "2022"}), end="")
    measure: a
    within: ['NO', RU]
    title: '2022'
    """
    return yaml.dump(plain, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH, default_flow_style=None)
