"""Compile the screening kernel, so that the first comparison after an installation need not wait for it."""

from datetime import date

from moratorium.screening import index, read_version, screen
from moratorium.terms.party import Party

version, _ = read_version("own", {"own": b"id,name\n1,Acme Gardens\n"}, date(2022, 4, 26))
screen(Party(names=("Acme Garden",)), index([version]))
