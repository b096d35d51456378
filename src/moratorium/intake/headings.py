"""How exports name their columns, in English, Dutch, German, Russian and Chinese: names to fields.

A heading is compared without case, blanks and punctuation. The first name of a field is the surest; where two columns
could feed a field the surer one does, and no column feeds two fields.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from moratorium.intake.fields import FIELDS, PARTY_ATTRIBUTES
from moratorium.terms.party import PLACE_ROLES

_PLAIN = {
    "order": """order id, order number, order no, order nr, order, sales order, so number, so, web order,
        purchase order, bestelnummer, ordernummer, bestelling, auftragsnummer, auftrag, bestellnummer,
        auftrags nr, bestell nr, beleg nr, belegnummer, verkaufsbeleg, номер заказа, заказ, № заказа,
        код заказа, номер документа, 订单号, 订单编号, 订单, 单号, invoice no, invoice number, invoice,
        invoice id, factuurnummer, rechnungsnummer, rechnungs nr, номер счета, 发票号, document number,
        document no, doc no, vbeln, transaction id, reference""",
    "line": """line, line no, line number, line nr, line item, order line, item no, item number, position, pos,
        pos nr, regel, regelnummer, orderregel, posten, auftragsposition, позиция, строка, номер строки,
        № строки, № п/п, п/п, 行号, 行, 序号, 项次, posnr""",
    "product": """sku, product id, product code, product no, product number, item code, stock code,
        article number, article no, article, material, material number, part number, part no, mpn,
        artikelnummer, artikelnr, artikel, artikelcode, productcode, product, materialnummer, teilenummer,
        артикул, код товара, номенклатура, код, товар, 产品编号, 产品编码, 物料编码, 料号, 货号, 商品编码, 型号,
        产品, 商品, matnr, item, ean, gtin""",
    "description": """description, product description, item description, product name, item name, title,
        omschrijving, productomschrijving, productnaam, bezeichnung, beschreibung, artikelbezeichnung,
        produktname, kurztext, описание, наименование, наименование товара, название, 描述, 产品名称, 商品名称,
        品名, 物料描述, 名称, lineitem name""",
    "quantity": """quantity, qty, order qty, order quantity, ordered quantity, quantity ordered, units, pieces,
        pcs, aantal, besteld aantal, hoeveelheid, menge, bestellmenge, auftragsmenge, anzahl, stück, stückzahl,
        количество, кол-во, колво, заказано, 数量, 订单数量, 订购数量, lineitem quantity, kwmeng""",
    "unit_price": """unit price, price per unit, price each, net price, item price, price, prijs per stuk,
        eenheidsprijs, stukprijs, stuksprijs, prijs, einzelpreis, stückpreis, preis, nettopreis,
        цена за единицу, цена, цена за шт, 单价, 价格, lineitem price, netpr""",
    "value": """line value, line total, line amount, net value, net amount, total, total price, amount, value,
        subtotal, turnover, sales, regelbedrag, regelwaarde, bedrag, totaalbedrag, totaal, waarde, betrag,
        nettobetrag, nettowert, gesamtpreis, gesamt, wert, summe, сумма, стоимость, итого, всего, 金额, 总价,
        总金额, 合计, netwr""",
    "currency": """currency, currency code, iso currency, curr, valuta, munt, valutacode, währung, waehrung,
        währungscode, валюта, код валюты, 货币, 币种, 币别, waerk""",
    "placed_on": """placed on, order date, ordered on, ordered at, date ordered, created at, creation date,
        date created, purchase date, po date, orderdatum, besteldatum, bestelddatum, auftragsdatum,
        bestelldatum, дата заказа, дата оформления, 下单日期, 订单日期, 下单时间, 订购日期, invoice date,
        invoiced on, factuurdatum, rechnungsdatum, дата счета, belegdatum, document date, дата документа,
        单据日期, date, datum, дата, 日期, erdat, audat""",
    "accepted_on": """accepted on, acceptance date, confirmed on, confirmation date, bevestigd op,
        bevestigingsdatum, auftragsbestätigung, bestätigt am, дата подтверждения, 确认日期""",
    "paid_on": """paid on, paid at, payment date, date paid, betaald op, betaaldatum, zahlungsdatum, bezahlt am,
        дата оплаты, 付款日期""",
    "ship_on": """ship on, ship date, shipping date, shipped on, shipped at, dispatch date, delivery date,
        requested delivery date, fulfilled at, goods issue date, verzenddatum, leverdatum, verzonden op,
        versanddatum, lieferdatum, liefertermin, wunschlieferdatum, дата отгрузки, дата поставки, дата доставки,
        发货日期, 交货日期, 出货日期""",
    "received_on": """received on, receipt date, ontvangen op, eingangsdatum, wareneingang, дата поступления,
        收货日期""",
    "status": """status, order status, fulfillment status, delivery status, state, orderstatus, auftragsstatus,
        lieferstatus, статус, статус заказа, состояние, 状态, 订单状态""",
    "activity": """activity, order type, document type, transaction type, doc type, ordertype, soort order,
        ordersoort, auftragsart, belegart, тип заказа, вид операции, тип документа, 订单类型, 单据类型,
        auart""",
    "serials": """serials, serial, serial number, serial numbers, serial no, sn, s/n, serienummer, serienummers,
        seriennummer, seriennummern, серийный номер, серийные номера, 序列号, 序列号码""",
    "channel": """channel, sales channel, kanaal, verkoopkanaal, vertriebskanal, vertriebsweg, канал продаж,
        销售渠道, 渠道""",
    "end_use.class": """end use, declared end use, intended use, eindgebruik, endverwendung,
        конечное использование, 最终用途, 用途""",
    "payment.method": """payment method, betaalmethode, betaalwijze, zahlungsart, zahlungsmethode,
        способ оплаты, 付款方式""",
    "product.hs6": """hs code, hs, hs6, tariff code, commodity code, customs tariff number, goederencode, taric,
        gn code, zolltarifnummer, warennummer, код тн вэд, тн вэд, тнвэд, 海关编码, hs编码""",
    "product.eccn": "eccn, export control classification number, us eccn",
    "licence.number": """licence number, license number, export licence, export license, vergunningnummer,
        genehmigungsnummer, ausfuhrgenehmigung, номер лицензии, 许可证号""",
    "contract.concluded_on": "contract date, contractdatum, vertragsdatum, дата договора, 合同日期",
}  # fmt: skip

_ROLES = {
    "buyer": """buyer, customer, client, sold to, sold to party, bill to, billing, purchaser, account, klant,
        debiteur, koper, afnemer, kunde, kunden, käufer, besteller, auftraggeber, rechnungsempfänger, rechnung,
        debitor, клиент, заказчик, покупатель, 客户, 买方, 购买方, 账单, kunnr""",
    "seller": """seller, selling entity, sales entity, sales organisation, sales organization, verkoper,
        verkäufer, продавец, 卖方, 销售方""",
    "consignee": """consignee, ultimate consignee, receiver, geadresseerde, empfänger, warenempfänger,
        грузополучатель, получатель, 收货人, 收货方""",
    "intermediate_consignee": """intermediate consignee, tussenpersoon, zwischenempfänger,
        промежуточный получатель, 中间收货人""",
    "end_user": """end user, enduser, final user, eindgebruiker, endverwender, endkunde, endnutzer, endbenutzer,
        конечный пользователь, конечный потребитель, 最终用户, 终端用户""",
    "forwarder": "forwarder, freight forwarder, expediteur, spediteur, spedition, экспедитор, 货代, 货运代理",
    "carrier": "carrier, shipping company, vervoerder, frachtführer, перевозчик, 承运人",
    "bank": "bank, paying bank, banque, банк, 银行",
    "invoicing_party": "invoicing party, invoiced by, facturerende partij, rechnungssteller, 开票方",
    "ship_to": """ship to, shipping, ship to party, deliver to, delivery, destination, verzend, aflever, lever,
        bezorg, bestemming, liefer, lieferung, versand, ziel, bestimmungs, доставки, доставка, назначения,
        поставки, 送货, 配送, 目的, 收货, 发往, kunwe""",
    "ship_from": """ship from, shipped from, warehouse, origin, dispatch, magazijn, lager, versandlager, склад,
        отгрузки, 发货, 仓库""",
    "transit": "transit, via, doorvoer, transit land, транзит, 过境, 中转",
    "end_use_place": """end use, place of use, use location, plaats van gebruik, einsatzort,
        место использования, 使用地""",
    "activation_place": "activation, activation location, activatie, aktivierung, активации, 激活",
}  # fmt: skip

_PARTS = {
    "id": "id, no, nr, number, code, account, key, nummer, identifier, код, номер, ид, 编号, 编码, 代码, 号",
    "name": """name, company, company name, full name, firm, organisation, organization, party, naam,
        bedrijfsnaam, bedrijf, firma, firmenname, name 1, наименование, название, имя, организация, компания,
        фио, 名称, 公司, 公司名称, 姓名""",
    "name2": """name 2, name2, company 2, attention, contact, contact name, alias, also known as, aka,
        other name, naam 2, 别名""",
    "country": """country, country code, country name, nation, land, landcode, landencode, länderkürzel,
        ländercode, staat, страна, код страны, 国家, 国家地区, 国别, 国, land1""",
    "region": """region, state, province, county, oblast, state province, provincie, regio, bundesland, kanton,
        область, регион, край, республика, 省, 省份, 州, 地区, regio""",
    "city": """city, town, place, locality, stad, plaats, woonplaats, stadt, ort, wohnort, город,
        населенный пункт, 城市, 市, ort01""",
    "postcode": """postcode, postal code, zip, zip code, post code, zip postal code, plz, postleitzahl,
        почтовый индекс, индекс, 邮编, 邮政编码, pstlz""",
    "address": """address, street, street address, address line, address 1, address line 1, full address, adres,
        straat, straatnaam, adresse, anschrift, straße, strasse, str, адрес, улица, 地址, 街道, 详细地址""",
    "tax_number": """tax number, vat number, vat id, vat no, vat, tax id, tin, ein, btw nummer, btwnummer,
        ust id, ustidnr, umsatzsteuer id, steuernummer, инн, 税号, 纳税人识别号""",
    "registration": """registration, registration number, company number, register number, kvk, kvk nummer,
        kvknummer, handelsregisternummer, hrb, огрн, окпо, 统一社会信用代码, 注册号""",
    "lei": "lei, legal entity identifier",
    "incorporated_on": """incorporated on, incorporation date, founded, founded on, opgericht, gründungsdatum,
        дата регистрации, 成立日期""",
    "type": "type, business type, soort, art, тип, 类型",
    "industry": "industry, sector, branche, отрасль, 行业",
}  # fmt: skip

_FILLERS = re.compile(r"^(?:of|des|der|die|van|de|het|the|s|party)|(?:of|des|der|van|de|the|party|s)$")


def bare(heading: str) -> str:
    """A heading without case, blanks and punctuation.

    >>> bare("Artikel-Nr."), bare("№ заказа"), bare("ShipTo_Country")
    ('artikelnr', 'noзаказа', 'shiptocountry')
    """
    text = unicodedata.normalize("NFKC", heading).casefold().replace("ё", "е")
    return "".join(character for character in text if character.isalnum())


def _names(listed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bare(name) for name in listed.split(",")))


def _ranked(table: dict[str, str]) -> dict[str, tuple[str, int]]:
    """Field and rank by bare name; of two fields with one name the first keeps it."""
    ranked: dict[str, tuple[str, int]] = {}
    for field, listed in table.items():
        for rank, name in enumerate(_names(listed)):
            ranked.setdefault(name, (field, rank))
    return ranked


_BY_NAME = _ranked(_PLAIN)
_BY_PART = _ranked(_PARTS)
_ROLE_NAMES = sorted(
    ((name, role) for role, listed in _ROLES.items() for name in _names(listed)), key=lambda one: -len(one[0])
)
_EXACT_FIELDS = {bare(name): name for name in FIELDS}


def candidates(heading: str) -> Iterator[tuple[str, int]]:
    """Fields that a heading may name, each with a rank; lower is surer.

    >>> [next(candidates(name)) for name in ("Ship-to country", "Land des Kunden", "客户国家")]
    [('ship_to.country', 0), ('buyer.country', 14), ('buyer.country', 22)]
    """
    name = bare(heading)
    if heading.strip() in FIELDS or name in _EXACT_FIELDS:
        yield _EXACT_FIELDS[name], 0
    if name in _BY_NAME:
        field, rank = _BY_NAME[name]
        yield field, rank + 1
    yield from _of_roles(name)
    if name in _BY_PART:
        part, rank = _BY_PART[name]
        if part in PARTY_ATTRIBUTES and part not in ("id", "type", "industry", "incorporated_on"):
            yield f"buyer.{part}", rank + 100


def _of_roles(name: str) -> Iterator[tuple[str, int]]:
    """A role with one of its parts, in either order; a role alone is its name, or its id."""
    for known, role in _ROLE_NAMES:
        for rest in _without(name, known):
            found = _BY_PART.get(rest)
            if found is not None and f"{role}.{found[0]}" in FIELDS:
                yield f"{role}.{found[0]}", 10 + found[1]
        if name == known:
            yield (f"{role}.country" if role in PLACE_ROLES else f"{role}.name"), 60


def _without(name: str, role: str) -> Iterator[str]:
    if name.startswith(role):
        yield name[len(role) :]
        yield _FILLERS.sub("", name[len(role) :])
    if name.endswith(role):
        yield name[: -len(role)]
        yield _FILLERS.sub("", name[: -len(role)])


def assign(columns: Sequence[str]) -> dict[str, str]:
    """Column by field, the surest first; no column feeds two fields, no field is fed twice.

    >>> assign(["InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"])["buyer.id"]
    'CustomerID'
    """
    offers = [(rank, at, field) for at, column in enumerate(columns) for field, rank in candidates(column)]
    found: dict[str, str] = {}
    used: set[int] = set()
    for _, at, field in sorted(offers):
        if at not in used and field not in found:
            found[field] = columns[at]
            used.add(at)
    return {field: found[field] for field in FIELDS if field in found}


def party_columns(columns: Sequence[str]) -> dict[str, str]:
    """Column by attribute for a register of parties, where every column speaks of the party itself.

    >>> party_columns(["party_id", "Name", "Land", "KvK nummer", "incorporated_on"])["registration"]
    'KvK nummer'
    """
    found: dict[str, str] = {}
    for column in columns:
        name = bare(column)
        stripped = [name, *(rest for role in ("party", *_names(_ROLES["buyer"])) for rest in _without(name, role))]
        for one in stripped:
            attribute = next((a for a in PARTY_ATTRIBUTES if bare(a) == one), None) or (_BY_PART.get(one) or ("",))[0]
            if attribute and attribute not in found:
                found[attribute] = column
                break
    return found
