"""The starter rulebook: data that ships with the program, to be copied and made one's own.

The files lie in ``measures/law``; whoever has the disk hands their bytes in. They hold the suspension of 2022, the
end-use policy and every rule known to the project; active are only those whose content, dates and goods scope are
verified and whose lists are at hand. Each carries its source and the day as of which it was read. Not legal advice.
"""

from __future__ import annotations

STARTER_FILES = (
    "cn.yaml",
    "completeness.yaml",
    "conflicts.yaml",
    "eu.yaml",
    "linked.yaml",
    "other.yaml",
    "own.yaml",
    "possible_matches.yaml",
    "red_flags.yaml",
    "uk.yaml",
    "us.yaml",
)
"""Names of the files, sorted."""
