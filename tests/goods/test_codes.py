"""HS codes, ECCNs and the bands of heading 8806."""

from __future__ import annotations

from decimal import Decimal

import pytest

from moratorium.goods import Goods
from moratorium.goods.codes import read_eccn, read_hs6


@pytest.mark.parametrize(
    ("written", "hs6", "cut"),
    [
        ("8806.92", "880692", False),
        ("880692", "880692", False),
        ("8806920000", "880692", True),
        ("8806.92.00", "880692", True),
        ("8806 92", "880692", False),
        (880692, "880692", False),
        (880692.0, "880692", False),
        ("0101.21", "010121", False),
        ("None", "none", False),
    ],
)
def test_hs_code_is_read_however_it_is_written(written: object, hs6: str, cut: bool) -> None:
    assert read_hs6(written) == (hs6, cut)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("8806", "4 digits"),
        ("88069", "5 digits"),
        ("88069200001234567", "17 digits"),
        ("drone", "not an HS code"),
        ("8806,92", "not an HS code"),
        ("٨٨٠٦٩٢", "not an HS code"),
        ("990000", "no chapter 99"),
        ("000000", "no chapter 00"),
    ],
)
def test_what_is_no_hs_code_is_refused_with_a_mend(written: str, told: str) -> None:
    with pytest.raises(ValueError, match=told) as caught:
        read_hs6(written)
    assert "\n" in str(caught.value)


@pytest.mark.parametrize(
    ("written", "eccn"),
    [
        ("EAR99", "EAR99"),
        ("ear 99", "EAR99"),
        ("9A991.b", "9A991.b"),
        ("6a003.B.4.B", "6A003.b.4.b"),
        ("9A012", "9A012"),
    ],
)
def test_eccn_is_read_in_its_usual_case(goods: Goods, written: str, eccn: str) -> None:
    assert read_eccn(written, goods.eccn) == eccn


def test_an_eccn_that_the_list_does_not_hold_is_refused_and_the_nearest_offered(goods: Goods) -> None:
    with pytest.raises(ValueError, match=r"no entry `9A993`") as caught:
        read_eccn("9A993", goods.eccn)
    assert "did you mean" in str(caught.value)
    with pytest.raises(ValueError, match="is not an ECCN"):
        read_eccn("none", goods.eccn)


@pytest.mark.parametrize(
    ("mtow", "remote_only", "other"),
    [
        ("0.1", "880621", "880691"),
        ("249", "880621", "880691"),
        ("250", "880621", "880691"),
        ("250.01", "880622", "880692"),
        ("7000", "880622", "880692"),
        ("7000.5", "880623", "880693"),
        ("25000", "880623", "880693"),
        ("25001", "880624", "880694"),
        ("150000", "880624", "880694"),
        ("150001", "880629", "880699"),
    ],
)
def test_a_weight_lies_in_one_band_of_each_flight_mode(goods: Goods, mtow: str, remote_only: str, other: str) -> None:
    """Bands of heading 8806 are 'more than .. but not more than' of maximum take-off weight."""
    for mode, hs6 in (("remote_control_only", remote_only), ("other", other)):
        assert [one.hs6 for one in goods.bands if one.flight_mode == mode and one.holds(Decimal(mtow))] == [hs6]
