"""``partner`` at the command line: who was told what, what each undertook, and an undertaking accepted."""

from __future__ import annotations

from tests.cli.office import Office

SAID = (
    *("--field", "party=C-7", "--field", "undertaking=no_reexport", "--field", "signed_by=Hilda V."),
    *("--field", "text=We do not re-export.", "--field", "territories=RU BY"),
    *("--field", "valid_from=2022-05-01", "--field", "valid_until=2122-05-01"),
)


def test_an_undertaking_is_put_on_record_accepted_and_listed(office: Office) -> None:
    for name in ("ann", "bo"):
        office.run("whoami", "--new", name)
    assert "no partners" in office.run("partner", "list").err
    assert office.run("account", "invite", "hilda", "--role", "partner", by="ann").code == 2
    assert office.run("account", "invite", "hilda", "--role", "partner", "--party", "C-7", by="ann").code == 0
    id = office.run("case", "open", "undertaking", *SAID, by="ann").out.strip()
    assert office.run("case", "move", id, "accept", "--field", "checked=read", by="ann").code == 4
    assert office.run("case", "move", id, "accept", "--field", "checked=read", by="bo").code == 0
    (row,) = office.run("partner", "list", "--format", "json").lines
    assert (row["party"], row["accounts"], row["counting"], row["expiring"]) == ("C-7", 1, 1, 0)
    (found,) = office.run("partner", "undertakings", "C-7", "--format", "json").lines
    assert (found["case"], found["state"], found["counts"]) == (id, "accepted", "yes")
    assert "no notice is addressed" in office.run("partner", "notices", "C-7").err
    assert office.run("partner", "notices", "C-8").code == 3
    assert office.run("partner", "list", "--within", "-1").code == 2
    assert office.is_sound()
