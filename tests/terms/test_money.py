"""Amounts: what is written is read back, and what is none is told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.errors import InputError
from moratorium.terms.money import money, read_money

values = st.decimals(0, 10**12, places=4)
currencies = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3)


@given(values, currencies)
def test_an_amount_reads_as_it_is_written_but_for_its_commas(value: Decimal, currency: str) -> None:
    assert read_money(money(value, currency).replace(",", ""), "--above") == (currency, value)


@pytest.mark.parametrize("text", ["", "EUR", "5", "EUR five", "EUR NaN", "5 EUR USD", "E1 5", "EUR 5 6"])
def test_what_is_no_amount_is_told(text: str) -> None:
    with pytest.raises(InputError, match="is no amount"):
        read_money(text, "--above")
