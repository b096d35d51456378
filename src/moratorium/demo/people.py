"""The people of the demo at its console: who decided the story's orders, an approver, and who keeps the accounts."""

from __future__ import annotations

from pathlib import Path

from moratorium.demo.folder import HOME, REPORT
from moratorium.desk import accounts
from moratorium.desk.home import open_home

PEOPLE = {"ann": "officer", "bo": "approver", "cas": "administrator"}
"""Name and role of each; ann and bo are those of the story, so four eyes know them."""


def is_made(folder: Path) -> bool:
    """Whether a demo has ended in a folder."""
    return (folder / HOME).is_dir() and (folder / REPORT).is_file()


def links(folder: Path, url: str) -> list[str]:
    """Invite who is not invited yet; returns, in words, a link for everybody who has set no password."""
    home = open_home(folder / HOME, "ann")
    told = []
    with home.store:
        known = {one.name: one.state for one in accounts.all_accounts(home)}
        for name, role in PEOPLE.items():
            if name not in known:
                told.append((name, role, accounts.invite(home, name, role)))
            elif known[name] == "invited":
                told.append((name, role, accounts.link_again(home, name)))
    return [f"sign in as {name} ({role}), once: {accounts.address(url, secret)}" for name, role, secret in told]
