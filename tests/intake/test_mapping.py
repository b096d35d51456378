"""The map: proposed by headings and proof, written for people, read back with every fault at its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from moratorium.errors import InputError
from moratorium.intake import Mapping, open_table, parse_mapping, propose, render

EXPORTS = {
    "an English ERP": (
        "Sales Order,Line No.,Item Code,Item Description,Order Qty,Unit Price,Currency,Order Date,Ship Date,"
        "Customer No,Customer Name,Sold-to Country,Ship-to Country,Ship-to City,Ship-to ZIP Code,"
        "End User Name,End User Country,HS Code,ECCN,Serial Numbers,Remark\n"
        "SO-1,10,KST-P3,Drone,2,999.00,EUR,2022-04-26,2022-05-01,C-1,Ann,NL,NL,Delft,2611,Ann,NL,880622,EAR99,a1;a2,x\n",
        {
            "order": "Sales Order",
            "line": "Line No.",
            "product": "Item Code",
            "description": "Item Description",
            "quantity": "Order Qty",
            "unit_price": "Unit Price",
            "currency": "Currency",
            "placed_on": "Order Date",
            "ship_on": "Ship Date",
            "buyer.id": "Customer No",
            "buyer.name": "Customer Name",
            "buyer.country": "Sold-to Country",
            "ship_to.country": "Ship-to Country",
            "ship_to.city": "Ship-to City",
            "ship_to.postcode": "Ship-to ZIP Code",
            "end_user.name": "End User Name",
            "end_user.country": "End User Country",
            "product.hs6": "HS Code",
            "product.eccn": "ECCN",
            "serials": "Serial Numbers",
        },
    ),
    "a German ERP": (
        "Auftrags-Nr.;Position;Artikelnummer;Bezeichnung;Menge;Einzelpreis;Währung;Auftragsdatum;Kundennummer;Kundenname;"
        "Land des Kunden;Lieferland;PLZ;Ort;USt-ID\n"
        "4711;1;KST-P3;Drohne;2;1.234,50;EUR;26.04.2022;K1;Muster GmbH;Deutschland;Österreich;10115;Berlin;DE1\n",
        {
            "order": "Auftrags-Nr.",
            "line": "Position",
            "product": "Artikelnummer",
            "description": "Bezeichnung",
            "quantity": "Menge",
            "unit_price": "Einzelpreis",
            "currency": "Währung",
            "placed_on": "Auftragsdatum",
            "buyer.id": "Kundennummer",
            "buyer.name": "Kundenname",
            "buyer.country": "Land des Kunden",
            "ship_to.country": "Lieferland",
            "buyer.postcode": "PLZ",
            "buyer.city": "Ort",
            "buyer.tax_number": "USt-ID",
        },
    ),
    "a Dutch web shop": (
        "Ordernummer;Artikelnummer;Omschrijving;Aantal;Prijs;Besteldatum;Klantnaam;Land;Plaats;Postcode\n"
        "7;KST-P3;Drone;1;12,50;2022-04-26;Jan;Nederland;Delft;2611 AB\n",
        {
            "order": "Ordernummer",
            "product": "Artikelnummer",
            "description": "Omschrijving",
            "quantity": "Aantal",
            "unit_price": "Prijs",
            "placed_on": "Besteldatum",
            "buyer.name": "Klantnaam",
            "buyer.country": "Land",
            "buyer.city": "Plaats",
            "buyer.postcode": "Postcode",
        },
    ),
    "a Russian accounting program": (
        "Номер заказа;№ строки;Артикул;Наименование;Количество;Цена;Сумма;Валюта;Дата заказа;Клиент;Страна;Город;"
        "Индекс;ИНН;Страна назначения;Грузополучатель\n"
        "12;1;KST-P3;Дрон;2;100,50;201,00;RUB;26.04.2022;ООО Ромашка;Казахстан;Алматы;"
        "050000;123;Казахстан;ООО Ромашка\n",
        {
            "order": "Номер заказа",
            "line": "№ строки",
            "product": "Артикул",
            "description": "Наименование",
            "quantity": "Количество",
            "unit_price": "Цена",
            "value": "Сумма",
            "currency": "Валюта",
            "placed_on": "Дата заказа",
            "buyer.name": "Клиент",
            "buyer.country": "Страна",
            "buyer.city": "Город",
            "buyer.postcode": "Индекс",
            "buyer.tax_number": "ИНН",
            "ship_to.country": "Страна назначения",
            "consignee.name": "Грузополучатель",
        },
    ),
    "a Chinese ERP": (
        "订单号,行号,物料编码,品名,数量,单价,币种,下单日期,客户名称,客户国家,最终用户,最终用户国家\n"
        "5,1,KST-P3,无人机,2,100,CNY,2022年4月26日,某公司,荷兰,某公司,荷兰\n",
        {
            "order": "订单号",
            "line": "行号",
            "product": "物料编码",
            "description": "品名",
            "quantity": "数量",
            "unit_price": "单价",
            "currency": "币种",
            "placed_on": "下单日期",
            "buyer.name": "客户名称",
            "buyer.country": "客户国家",
            "end_user.name": "最终用户",
            "end_user.country": "最终用户国家",
        },
    ),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_columns_are_found_by_the_headings_of_five_languages(make: Any, name: str) -> None:
    text, expected = EXPORTS[name]
    found = propose(make(text)).columns
    expected = {"line": "= row"} | expected
    assert found == expected


def test_what_no_column_states_is_assumed_in_the_open(make: Any) -> None:
    mapping = propose(make("order,customer id,country\n1,C,NL\n"))
    assert mapping.assume == {"activity": "sale", "ship_to": "= buyer", "end_user": "= buyer"}
    assert "nobody stated these" in render(mapping)


def test_a_stated_consignee_is_nearer_to_the_goods_than_the_buyer(make: Any) -> None:
    mapping = propose(make("order,buyer country,consignee country\n1,NL,DE\n"))
    assert mapping.assume["ship_to"] == mapping.assume["end_user"] == "= consignee"


def test_columns_that_feed_nothing_are_listed_with_a_value(make: Any) -> None:
    written = render(propose(make("order,country,Internal Remark\n1,NL,call first\n")))
    assert "#   Internal Remark: call first" in written


def test_a_column_whose_values_contradict_its_name_is_not_taken(make: Any) -> None:
    mapping = propose(make("order,quantity,order date\n1,plenty,soon\n2,few,late\n"))
    assert "quantity" not in mapping.columns
    assert "placed_on" not in mapping.columns


def test_an_order_column_that_cannot_be_found_is_asked_for(make: Any) -> None:
    mapping = propose(make("foo,bar\n1,2\n"))
    assert mapping.questions == ("columns.order",)
    with pytest.raises(InputError, match="`order` is an open question"):
        parse_mapping(render(mapping))


def test_words_of_status_and_activity_are_translated_or_asked_for(make: Any) -> None:
    mapping = propose(make("order,status,order type\n1,Geliefert,Verkauf\n2,Offen,ZOR\n3,Verbummelt,Retoure\n"))
    assert mapping.words["status"] == {"Geliefert": "closed", "Offen": "open", "Verbummelt": "?"}
    assert mapping.words["activity"] == {"Verkauf": "sale", "ZOR": "?", "Retoure": "take_back"}
    with pytest.raises(InputError) as refused:
        parse_mapping(render(mapping))
    assert len(refused.value.faults) == 2


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["26.04.2022", "03.04.2022"], "dmy"),
        (["04/26/2022", "04/03/2022"], "mdy"),
        (["2022-04-03"], "ymd"),
        (["03/04/2022", "04/03/2022"], "?"),
        (["13/02/2022", "02/13/2022"], "?"),
        (["03.04.22", "26.04.22"], "?"),
        (["5 May 2022", "2022/05/06"], "ymd"),
        (["07/07/2022"], "?"),
    ],
)
def test_the_order_of_dates_is_proven_or_asked_for(make: Any, dates: list[str], order: str) -> None:
    rows = "".join(f"{index};{one}\n" for index, one in enumerate(dates))
    assert propose(make(f"order;order date\n{rows}")).formats["dates"] == order


@pytest.mark.parametrize(
    ("numbers", "sign"),
    [
        (["1.234,56", "1.000"], ","),
        (["1,234.56", "1,000"], "."),
        (["1.234", "5.678"], "?"),
        (["1.234", "2.5"], "."),
        (["7", "8"], None),
        (["2,5", "2.5"], "?"),
        (["0.125"], "."),
    ],
)
def test_the_decimal_sign_is_proven_or_asked_for(make: Any, numbers: list[str], sign: str | None) -> None:
    rows = "".join(f"{index};{one}\n" for index, one in enumerate(numbers))
    assert propose(make(f"order;price\n{rows}")).formats.get("decimal") == sign


FAULTY = """\
map: shop
columns:
  ordr: Order
  line: = buyer
  product: SKU
assume:
  activity: sell
  end_user: = byuer
  ship_to: buyer
constants:
  product: X
  order: A
formats: {dates: dym, decimal: ".", colour: red}
words: {currency: {a: b}, status: {x: opn}}
returns: quantity > 0
"""


def test_all_faults_of_a_map_are_told_at_once_with_line_and_column() -> None:
    with pytest.raises(InputError) as refused:
        parse_mapping(FAULTY, "shop.yaml")
    told = {fault.at: (fault.message, fault.help) for fault in refused.value.faults}
    assert told["shop.yaml:3:9"] == ("unknown field `ordr`", "did you mean `order` or `end_user.address`?") or (
        told["shop.yaml:3:9"][1].startswith("did you mean `order`")
    )
    lines = sorted({int(at.split(":")[1]) for at in told})
    assert lines == [1, 3, 4, 7, 8, 9, 12, 13, 14, 15]
    assert "did you mean `buyer`?" in told["shop.yaml:8:13"][1]


def test_roles_copied_in_a_circle_are_refused() -> None:
    with pytest.raises(InputError, match="copied in a circle"):
        parse_mapping("columns: {order: A}\nassume: {buyer: = end_user, end_user: = buyer}")


def test_a_map_without_an_order_column_is_refused() -> None:
    with pytest.raises(InputError, match="no column feeds `order`"):
        parse_mapping("columns: {product: SKU}")


def test_columns_named_as_fields_need_no_map() -> None:
    mapping = Mapping.of_columns(["order", "line", "buyer.country"])
    assert mapping is not None
    assert mapping.columns["line"] == "line"
    assert mapping.assume == {}
    other = Mapping.of_columns(["order", "Land"])
    assert other is not None
    assert other.unused == {"Land": ""}
    assert Mapping.of_columns(["line", "buyer.country"]) is None


RETAIL = """\
map: online-retail
columns:                      # field: column
  order: InvoiceNo
  placed_on: InvoiceDate
  line: = row
  product: StockCode
  description: Description
  quantity: Quantity
  unit_price: UnitPrice
  buyer.id: CustomerID
  buyer.country: Country
  # no column states open, shipped or closed: every order is taken as open
assume:                       # nobody stated these: correct them, or confirm by moving them to `constants`
  activity: sale
  ship_to: = buyer
  end_user: = buyer
# no column states the currency; if all values share one: currency: EUR
# the seller is the default seller of organisation.yaml, unless: seller.id: ID
formats:                      # dates: ymd, dmy or mdy; decimal: '.' or ','; ids: whole drops a trailing .0
  dates: ymd
  decimal: "."
  ids: whole
returns: quantity < 0         # negative quantities become take_back
"""


def test_the_proposal_for_a_real_export_needs_no_correction(shared: Callable[[str], Path]) -> None:
    table = open_table(shared("data/orders/online-retail.csv.gz"))
    mapping = propose(table)
    assert render(mapping) == RETAIL
    assert parse_mapping(RETAIL).columns == mapping.columns
    assert render(mapping, table).startswith("# online-retail.csv.gz: CSV, `,`, UTF-8, 541,909 lines\n")
