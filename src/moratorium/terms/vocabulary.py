"""The fact vocabulary: one table of everything a measure may ask about an order.

Each fact has a type, a unit, a meaning, what its absence means, whose fact it is (so one answer settles all lines of
that party or product) and where it comes from. ``docs/vocabulary.md`` is printed from this table.

A name with ``{role}`` stands for one fact per role; ``{party}`` for one per party role. In conditions the word
``any_role`` in that place means "some role of the order". Sets have such a joined fact of their own
(``any_role.territory``): asking a union of sets is the same as asking each set and joining by OR, in one step.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

import msgspec

from moratorium.terms.activity import ACTIVITIES
from moratorium.terms.members import Members
from moratorium.terms.party import PARTY_ROLES, PLACE_ROLES, ROLES, spoken_role

Value = bool | Decimal | str | date | Members | None
"""A fact's value; ``None`` is "not known"."""


class Kind(enum.Enum):
    """Type of a fact."""

    FLAG = "yes or no"
    NUMBER = "number"
    TEXT = "text"
    DAY = "day"
    SET = "set of codes"
    TERRITORY = "set of territories"


class Absence(enum.Enum):
    """What it means that nothing is recorded (DESIGN law 3)."""

    UNKNOWN = "unknown: nobody asked"
    FALSE = "false: our register was read and holds no entry"


class Subject(enum.Enum):
    """Whose fact it is. An answer belongs to the subject and settles all its lines."""

    ORDER = "order"
    LINE = "line"
    PARTY = "party"
    PLACE = "place"
    PRODUCT = "product"
    ACTOR = "organisation"
    REFERENCE = "reference"


class Fact(msgspec.Struct, frozen=True):
    """One row of the vocabulary.

    Attributes:
        name: As written in conditions; may hold ``{role}`` or ``{party}``.
        kind: Its type.
        meaning: One line for people.
        question: What to ask the subject's owner when it is missing; ``{subject}`` is filled in.
        subject: Whose fact it is.
        absence: What absence means.
        unit: Unit of a number, or the closed list of a text.
        source: Where the value comes from.
    """

    name: str
    kind: Kind
    meaning: str
    question: str
    subject: Subject
    absence: Absence = Absence.UNKNOWN
    unit: str = ""
    source: str = "stated or answered"

    @property
    def attribute(self) -> str:
        """The part of the name that an answer about the subject uses: ``territory`` of ``buyer.territory``.

        >>> VOCABULARY["buyer.territory"].attribute, VOCABULARY["product.hs6"].attribute, VOCABULARY["status"].attribute
        ('territory', 'hs6', 'status')
        """
        return self.name.split(".", 1)[1] if self.subject in _ATTRIBUTED else self.name

    @property
    def words(self) -> tuple[str, ...]:
        """The closed list that its values come from; empty where any word may stand.

        >>> VOCABULARY["known_end_use"].words, VOCABULARY["product.hs6"].words
        (('military', 'terrorism', 'wmd'), ())
        """
        closed = self.kind in (Kind.TEXT, Kind.SET) and ", " in self.unit
        return tuple(self.unit.split(", ")) if closed else ()


def among_words(text: str, words: Iterable[str]) -> str | None:
    """The word of a closed list that a text means, whatever its case, spaces and dashes; None if it means none.

    >>> among_words("Weapon carriage", VOCABULARY["end_use.class"].words)
    'weapon_carriage'
    """
    key = _folded(text)
    return next((word for word in words if _folded(word) == key), None)


def _folded(text: str) -> str:
    return "_".join(text.casefold().replace("-", " ").replace("_", " ").split())


ANY_ROLE = "any_role"
"""Stands for a role in the name of a fact that joins all roles."""

_ATTRIBUTED = {Subject.PARTY, Subject.PLACE, Subject.PRODUCT}
_FLAG, _NUMBER, _TEXT, _DAY, _SET = Kind.FLAG, Kind.NUMBER, Kind.TEXT, Kind.DAY, Kind.SET
_ORDER, _LINE, _PARTY, _PRODUCT = Subject.ORDER, Subject.LINE, Subject.PARTY, Subject.PRODUCT
_FALSE = Absence.FALSE

END_USE_CLASSES = (
    "agriculture, combat, emergency, film, humanitarian, industrial, inspection, mapping, media, medical, military, "
    "other, personal, public_safety, resale, research, weapon_carriage"
)
PRODUCT_KINDS = (
    "aircraft, battery, charger, controller, detection_receiver, documentation, firmware, ground_station, payload, "
    "service, software, spare"
)
PARTY_TYPES = (
    "customs_broker, dealer, financial, forwarder, government, individual, mail_centre, manufacturer, research, "
    "trading_company, user, warehouse"
)

_TEMPLATES: tuple[Fact, ...] = (
    # -- the order --------------------------------------------------------------------------------------------------
    Fact("activity", _SET, "activities of the order, stated and derived", "What is to be done?", _ORDER,
         unit=", ".join(ACTIVITIES), source="stated; export, reexport and in_country_transfer derived from origin and destination"),
    Fact("activity_assumed", _FLAG, "whether the activity was assumed by the map", "What is to be done?", _ORDER, _FALSE,
         source="the map"),
    Fact("status", _TEXT, "state of the order", "Is the order open, shipped or closed?", _ORDER, unit="open, shipped, closed"),
    Fact("placed_on", _DAY, "day on which the order was placed", "When was the order placed?", _ORDER),
    Fact("accepted_on", _DAY, "day on which we accepted it", "When did we accept the order?", _ORDER),
    Fact("paid_on", _DAY, "day on which it was paid in full", "When was the order paid in full?", _ORDER),
    Fact("ship_on", _DAY, "day on which it is to be, or was, shipped", "When is the order to be shipped?", _ORDER),
    Fact("received_on", _DAY, "day on which goods came in for repair or return", "When did the goods come in?", _ORDER),
    Fact("returned_to_sender", _FLAG, "whether goods go back to the one who sent them",
         "Do the goods go back to the one who sent them?", _ORDER),
    Fact("channel", _TEXT, "sales channel", "Through which channel was it sold?", _ORDER,
         unit="dealer, key_account, marketplace, web"),
    Fact("end_use.class", _TEXT, "declared end use", "What will the goods be used for, where and by whom?", _ORDER,
         unit=END_USE_CLASSES),
    Fact("end_use.statement_on_file", _FLAG, "whether a signed end-user statement is on file",
         "Is a signed end-user statement on file?", _ORDER,
         source="stated or answered; yes where an accepted undertaking of a partner covers the order"),
    Fact("contract.concluded_on", _DAY, "day of the contract", "When was the contract concluded?", _ORDER),
    Fact("contract.no_reexport_ru_clause", _FLAG, "whether the contract forbids re-export to Russia",
         "Does the contract hold the no-re-export-to-Russia clause with adequate remedies?", _ORDER,
         source="stated or answered; yes where an accepted undertaking of a partner covers the order"),
    Fact("contract.no_reexport_by_clause", _FLAG, "whether the contract forbids re-export to Belarus",
         "Does the contract hold the no-re-export-to-Belarus clause?", _ORDER,
         source="stated or answered; yes where an accepted undertaking of a partner covers the order"),
    Fact("risk_assessment.current", _FLAG, "whether a documented and current risk assessment with mitigation covers it",
         "Which documented and current diversion risk assessment covers this order?", _ORDER),
    Fact("route.known", _FLAG, "whether every leg of the route is stated", "Which route do the goods take, leg by leg?", _ORDER),
    Fact("payment.method", _TEXT, "form of payment", "How is the order paid?", _ORDER,
         unit="bank_transfer, card, cash, credit, crypto, letter_of_credit, money_transfer"),
    Fact("payment.by_third_party", _FLAG, "whether somebody other than the buyer pays", "Who pays, and why not the buyer?",
         _ORDER),
    Fact("payment.in_usd", _FLAG, "whether money clears in US dollars", "Does the payment clear in US dollars?", _ORDER,
         source="the order's currency"),
    Fact("services_declined", _FLAG, "whether installation, training, warranty or activation was declined",
         "Did the buyer decline installation, training, warranty or activation, and why?", _ORDER),
    Fact("changed_late", _FLAG, "whether consignee, address, payer or route changed within 7 days of shipping",
         "Why were consignee, address, payer or route changed so late?", _ORDER),
    Fact("military_modification_requested", _FLAG, "whether drop gear, range unlock or Remote ID off was asked for",
         "Was drop gear, a range unlock, Remote ID off or jam resistance asked for, and why?", _ORDER),
    Fact("informed_by_authority", _FLAG, "whether an authority told us that a licence is needed",
         "Which authority wrote, and what does the letter say?", _ORDER, _FALSE, source="our register of letters"),
    Fact("known_end_use", _SET, "end uses we know of or should know of", "What do we know of the end use?", _ORDER, _FALSE,
         unit="military, terrorism, wmd", source="our register of misuse reports and letters"),
    Fact("red_flags_open", _FLAG, "whether a red flag on this order is not yet answered", "Which red flags are open?",
         _ORDER, _FALSE, source="our register"),
    Fact("refused", _FLAG, "whether somebody of ours refused the order", "Why was {subject} refused?", _ORDER, _FALSE,
         source="refusals of held orders, with their reason"),
    # -- the line ---------------------------------------------------------------------------------------------------
    Fact("quantity", _NUMBER, "units on the line", "How many units?", _LINE, unit="pieces"),
    Fact("value", _NUMBER, "worth of the line in the order's currency", "What is the line worth?", _LINE),
    Fact("order_quantity", _NUMBER, "units on all lines of the order", "How many units?", _ORDER, unit="pieces",
         source="derived"),
    Fact("licence.number", _TEXT, "licence or authorisation that covers the line",
         "Which licence or authorisation covers this line?", _LINE, _FALSE, source="stated; our register of authorisations"),
    Fact("licence.covers_us", _FLAG, "whether a US licence or exception covers the line",
         "Which BIS licence or licence exception covers this line?", _LINE, _FALSE, source="our register of authorisations"),
    Fact("licence.covers_eu", _FLAG, "whether an EU or member state authorisation covers the line",
         "Which EU general or individual authorisation covers this line?", _LINE, _FALSE,
         source="our register of authorisations"),
    Fact("licence.covers_cn", _FLAG, "whether a Chinese export licence covers the line",
         "Which MOFCOM export licence covers this line?", _LINE, _FALSE, source="our register of authorisations"),
    # -- each role --------------------------------------------------------------------------------------------------
    Fact("{role}.territory", Kind.TERRITORY, "where the {role} is: stated and derived territories, joined",
         "In which territory (country, and region if it matters) is {subject}?", _PARTY, unit="ISO 3166-1, -2, named areas",
         source="the address, by the territory resolver"),
    Fact("{role}.filled", _FLAG, "whether there is a {role}: no if the activity may lack one, unknown if it must have one "
         "and nobody is named", "Who is the {role} of {subject}?", _ORDER, source="the order"),
    Fact("{role}.assumed", _FLAG, "whether the map assumed the {role} from another field",
         "Who is the {role} of {subject}? The file does not say; the map assumed it.", _ORDER, _FALSE, source="the map"),
    Fact("{party}.named", _FLAG, "whether the {party} has a name to compare with lists", "What is the name of {subject}?",
         _PARTY, source="the order"),
    Fact("{party}.listed", _SET, "party lists that the {party} is on",
         "Is {subject} the listed party?", _PARTY, unit="list ids", source="screening against the list versions at hand"),
    Fact("{party}.owned_by_listed", _SET, "lists whose parties together own 50 per cent or more of the {party}",
         "What share of {subject} does the listed owner hold?", _PARTY, _FALSE, unit="list ids",
         source="the owners in our register, directly and indirectly; screening of each"),
    Fact("{party}.linked_to_listed", _SET,
         "party lists of those who have an owner, director, address or telephone number in common with the {party}",
         "What has {subject} to do with the listed party?", _PARTY, _FALSE, unit="list ids",
         source="our register of parties; screening of those it ties together"),
    Fact("{party}.ownership_researched", _FLAG, "whether somebody looked up who owns the {party}",
         "Who owns {subject}, with which shares, and since when?", _PARTY,
         source="stated or answered; yes where our register names owners"),
    Fact("{party}.common_owner_with_embargoed_seller", _FLAG,
         "whether an owner or director of the {party} also owns or directs a seller in an embargoed territory",
         "Does an owner or director of {subject} also own or direct a seller in an embargoed territory?", _PARTY,
         source="stated or answered; yes where our register shows it"),
    Fact("{party}.incorporated_on", _DAY, "day of foundation of the {party}",
         "When was {subject} founded (trade register extract), and what did its owners do before?", _PARTY),
    Fact("{party}.background_checked", _FLAG, "whether the business of the {party} was confirmed independently",
         "What is the business of {subject}, and who can confirm it?", _PARTY, _FALSE, source="our register"),
    Fact("{party}.type", _TEXT, "what the {party} is", "What kind of business is {subject}?", _PARTY, unit=PARTY_TYPES),
    Fact("{party}.industry", _TEXT, "line of business of the {party}", "What is the line of business of {subject}?", _PARTY),
    Fact("{party}.website_status", _TEXT, "whether the {party} can be found on the web",
         "Does {subject} have a working site and company mail?", _PARTY, unit="live, dead, none"),
    Fact("{party}.military", _FLAG, "whether the {party} is known as a military end user",
         "Is {subject} a military end user?", _PARTY, _FALSE, source="our register"),
    Fact("{party}.misuse_state", _TEXT, "state of a misuse report on the {party}",
         "What is known of the report on {subject}?", _PARTY, _FALSE, unit="confirmed, noticed_not_confirmed",
         source="our register of misuse reports"),
    Fact("{party}.authority_pointed", _FLAG, "whether an authority named the {party} in a letter",
         "What does the authority's letter say about {subject}?", _PARTY, _FALSE, source="our register of letters"),
    Fact("{party}.terms_acknowledged", _FLAG, "whether the {party} signed our partner terms",
         "Has {subject} signed the partner terms in force?", _PARTY),
    Fact("{party}.acknowledgement_overdue", _FLAG,
         "whether the {party} has not acknowledged a notice of ours by the day by which it was to",
         "Why has {subject} not acknowledged our notice?", _PARTY, _FALSE,
         source="our register of notices: those that are out, and who acknowledged them"),
    # -- the product ------------------------------------------------------------------------------------------------
    Fact("product.catalogued", _FLAG, "whether the catalogue holds the product",
         "What is {subject}? The catalogue does not hold it.", _PRODUCT, source="the catalogue"),
    Fact("product.kind", _TEXT, "what it is", "What kind of product is {subject}?", _PRODUCT, unit=PRODUCT_KINDS),
    Fact("product.family", _TEXT, "product family", "To which family does {subject} belong?", _PRODUCT),
    Fact("product.hs6", _TEXT, "Harmonized System code, six digits", "Which HS code does {subject} have?", _PRODUCT,
         unit="six digits", source="the catalogue, signed by a person; never computed"),
    Fact("product.eccn", _TEXT, "US classification; EAR99 if not on the list", "Which ECCN does {subject} have?", _PRODUCT,
         source="the catalogue, signed by a person"),
    Fact("product.eu_annex1", _TEXT, "entry in Annex I of Regulation (EU) 2021/821, or `none`",
         "Which entry of EU Annex I covers {subject}, or none?", _PRODUCT, source="the catalogue, signed by a person"),
    Fact("product.cn_control_code", _TEXT, "code in the Chinese unified list, or `none`",
         "Which code of the Chinese control list covers {subject}, or none?", _PRODUCT, source="the catalogue"),
    Fact("product.uk_control", _TEXT, "UK control list entry, or `none`", "Which UK entry covers {subject}, or none?", _PRODUCT,
         source="the catalogue"),
    Fact("product.subject_to_ear", _FLAG, "whether US export rules follow it: origin, de minimis or direct product",
         "Is {subject} subject to the EAR (origin, US content, direct product)?", _PRODUCT, source="the catalogue"),
    Fact("product.us_content_pct", _NUMBER, "controlled US-origin content by value", "How much controlled US content has {subject}?",
         _PRODUCT, unit="%"),
    Fact("product.lists", _SET, "goods lists that name its HS code", "Which HS code does {subject} have?", _PRODUCT,
         unit="goods list ids", source="the HS code, by the goods lists at hand"),
    Fact("product.controls", _SET, "control entries whose technical figures it meets",
         "Which technical figures decide whether {subject} is controlled?", _PRODUCT, unit="entry ids",
         source="technical figures of the catalogue, by the predicates of the control entries"),
    Fact("product.safety_critical", _FLAG, "whether it mends a safety defect of units in the field",
         "Does {subject} mend a safety defect of units in the field?", _PRODUCT, _FALSE, source="our register"),
    Fact("product.food_or_medicine_ear99", _FLAG, "EAR99 food or medicine", "Is {subject} EAR99 food or medicine?", _PRODUCT,
         _FALSE, source="the catalogue"),
    # -- its technical figures (source: products.json attributes) ------------------------------------------------------
    *(
        Fact(f"product.{name}", kind, meaning, f"What is the {meaning} of {{subject}}?", _PRODUCT, unit=unit,
             source="the catalogue")
        for name, kind, unit, meaning in (
            ("mtow_g", _NUMBER, "g", "maximum take-off weight"),
            ("empty_weight_g", _NUMBER, "g", "empty weight"),
            ("max_endurance_min", _NUMBER, "min", "maximum endurance (ISA, sea level, no wind)"),
            ("max_speed_kmh", _NUMBER, "km/h", "maximum speed"),
            ("gust_takeoff_stable_kmh", _NUMBER, "km/h", "gust speed for take-off and stable flight"),
            ("max_range_km", _NUMBER, "km", "maximum range"),
            ("aerosol_tank_l", _NUMBER, "l", "capacity of the fitted aerosol system"),
            ("aerosol_mount_designed_l", _NUMBER, "l", "capacity of the aerosol system it is designed to take"),
            ("thermal_netd_mk", _NUMBER, "mK", "noise equivalent temperature difference"),
            ("thermal_frame_rate_hz", _NUMBER, "Hz", "maximum thermal frame rate"),
            ("thermal_fpa_elements", _NUMBER, "elements", "number of thermal detector elements"),
            ("thermal_ifov_mrad", _NUMBER, "mrad", "thermal instantaneous field of view"),
            ("laser_ael_nj", _NUMBER, "nJ", "accessible emission limit of the laser"),
            ("laser_ref_aperture_mm", _NUMBER, "mm", "reference aperture of the laser"),
            ("laser_peak_power_w_5ns", _NUMBER, "W", "peak laser power within 5 ns"),
            ("sar_range_km", _NUMBER, "km", "range of the synthetic aperture radar"),
            ("radio_link_range_km", _NUMBER, "km", "maximum line-of-sight link range"),
            ("one_station_max_aircraft", _NUMBER, "aircraft", "number of aircraft one station can control"),
            ("engine_max_continuous_kw", _NUMBER, "kW", "maximum continuous engine power"),
            ("jammer_range_km", _NUMBER, "km", "jamming range"),
            ("counter_uas_laser_kw", _NUMBER, "kW", "output of the counter-drone laser"),
            ("hs_flight_mode", _TEXT, "remote_control_only, other, carriage_of_passengers", "flight mode in HS terms"),
            ("laser_class_gb7247", _TEXT, "1, 1M, 2, 2M, 3R, 3B, 4", "laser class (GB 7247.1-2012)"),
        )
    ),
    *(
        Fact(f"product.{name}", _FLAG, meaning, f"Is this so for {{subject}}: {meaning}?", _PRODUCT, source="the catalogue")
        for name, meaning in (
            ("controllable_bvlos", "controlled flight beyond the operator's natural vision"),
            ("autonomous_navigation", "autonomous flight control and navigation"),
            ("radio_power_over_cert_limit", "radio power above the limit of civil type approval"),
            ("drop_mechanism", "a payload that drops, or a built-in release"),
            ("supports_uncertified_payloads", "takes payloads not certified by the maker"),
            ("hyperspectral_camera", "hyperspectral camera"),
            ("multispectral_other_bands", "multispectral bands other than 560, 650, 730 and 860 nm"),
            ("thermal_camera", "infrared thermal camera fitted or in the kit"),
            ("thermal_band_780_30000", "thermal imager works between 780 and 30 000 nm"),
            ("laser_rangefinder", "laser rangefinder or positioning module"),
            ("laser_target_designator", "laser used for target indication"),
            ("sar_payload", "synthetic aperture radar"),
            ("counter_uas", "counter-drone equipment"),
            ("inertial_unit_high_precision", "inertial unit above the Chinese figures"),
            ("firearm_258_2012", "firearm or ammunition of Regulation (EU) 258/2012"),
        )
    ),
    # -- who acts, and what we look things up in ----------------------------------------------------------------------
    Fact("actor.identified", _FLAG, "whether an entity of ours is known to act on the order",
         "Which of our entities acts on {subject}?", _ORDER, source="organisation.yaml"),
    Fact("actor.territory", Kind.TERRITORY, "seat of our acting entity",
         "Where do our entities sit, and what do they do? Write organisation.yaml.", Subject.ACTOR,
         source="organisation.yaml"),
    Fact("actor.persons", _SET, "nationalities of persons who take part in our entity's decisions",
         "Which US or EU persons take part in our decisions? Write `persons` in organisation.yaml.", Subject.ACTOR,
         unit="ISO country codes", source="organisation.yaml"),
    Fact("reference.unreadable", _SET, "parts of the reference that could not be read or are older than promised",
         "Bring {subject} up to date.", Subject.REFERENCE, _FALSE, unit="names of parts", source="the reference itself"),
)  # fmt: skip


def _for_role(template: Fact, word: str, role: str, spoken: str) -> Fact:
    return msgspec.structs.replace(
        template,
        name=template.name.replace(word, role),
        meaning=template.meaning.replace(word, spoken),
        question=_asked(template.question, role).replace(word, spoken),
    )


def _asked(question: str, role: str) -> str:
    """Of places one asks what, of parties who."""
    return f"What{question[3:]}" if role in PLACE_ROLES and question.startswith("Who ") else question


def _expand(template: Fact) -> Iterator[Fact]:
    for word, roles in (("{role}", ROLES), ("{party}", PARTY_ROLES)):
        if word in template.name:
            for role in roles:
                spoken = spoken_role(role)
                yield _for_role(template, word, role, spoken)
            if template.kind in (Kind.SET, Kind.TERRITORY):
                yield _for_role(template, word, ANY_ROLE, "party or place" if word == "{role}" else "party")
            return
    yield template


TEMPLATES = _TEMPLATES
VOCABULARY: dict[str, Fact] = {fact.name: fact for template in _TEMPLATES for fact in _expand(template)}


@lru_cache(maxsize=4096)
def split_role(name: str) -> tuple[str | None, str]:
    """Role and attribute of a role's fact; ``(None, name)`` for any other.

    >>> split_role("end_user.listed"), split_role("product.hs6")
    (('end_user', 'listed'), (None, 'product.hs6'))
    """
    head, dot, tail = name.partition(".")
    return (head, tail) if dot and head in ROLES else (None, name)
