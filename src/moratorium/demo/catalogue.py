"""The invented maker's catalogue: what each product is, its signed classifications and its technical figures.

All products are made up. Their figures are those of the project's synthetic products, which were drawn up to lie on
both sides of the control entries' edges (endurance of 30 and 60 minutes, gusts of 46.3 km/h, a tank of 20 litres,
9 frames a second). A figure of 0 says that the product has none of it; an empty cell says that nobody knows or that
the question makes no sense for it. Two cells matter and are empty: the gust speed and the classification of `UNK-X`
(one question settles it) and the gust speed of `OSP-M4L` (which its endurance makes irrelevant). The Chinese
unified list begins on 2024-12-01, so in the demo's years every Chinese code is `none`.
Not legal advice: a classification is an input signed by a person, here by nobody, because nothing here exists.
"""

from __future__ import annotations

import msgspec

COLUMNS = (
    "product", "name", "kind", "family", "hs6", "eccn", "eu_annex1", "cn_control_code", "uk_control", "subject_to_ear",
    "us_content_pct", "hs_flight_mode", "mtow_g", "empty_weight_g", "max_endurance_min", "max_speed_kmh",
    "gust_takeoff_stable_kmh", "max_range_km", "aerosol_tank_l", "aerosol_mount_designed_l", "thermal_netd_mk",
    "thermal_frame_rate_hz", "thermal_fpa_elements", "sar_range_km", "radio_link_range_km", "one_station_max_aircraft",
    "engine_max_continuous_kw", "jammer_range_km", "counter_uas_laser_kw", "controllable_bvlos",
    "autonomous_navigation", "radio_power_over_cert_limit", "drop_mechanism", "supports_uncertified_payloads",
    "hyperspectral_camera", "multispectral_other_bands", "thermal_camera", "thermal_band_780_30000",
    "laser_rangefinder", "laser_target_designator",
    "sar_payload", "counter_uas", "inertial_unit_high_precision", "firearm_258_2012",
)  # fmt: skip
"""Columns of ``catalogue.csv``; all but the first two are product attributes of the fact vocabulary."""

_NONE_OF_IT = dict.fromkeys(
    ("max_range_km", "aerosol_tank_l", "aerosol_mount_designed_l", "sar_range_km", "radio_link_range_km",
     "one_station_max_aircraft", "engine_max_continuous_kw", "jammer_range_km", "counter_uas_laser_kw"), "0",
)  # fmt: skip
_NOT_SO = dict.fromkeys(COLUMNS[COLUMNS.index("controllable_bvlos") :], "no")
_FLIES = {
    "hs_flight_mode": "other",
    "controllable_bvlos": "yes",
    "autonomous_navigation": "yes",
    "radio_link_range_km": "12",
    "one_station_max_aircraft": "1",
}


class Product(msgspec.Struct, frozen=True):
    """One product of the invented maker.

    Attributes:
        id: Stock keeping unit.
        name: Name for people.
        kind: As in the vocabulary.
        family: Product family.
        price: List price in euro.
        hs6: Six digits, or empty for what has no code.
        figures: Further columns that differ from "none of it".
        eu_annex1: Entry of Annex I of Regulation (EU) 2021/821, ``none``, or empty if not classified.
        eccn: US classification, or empty if not classified.
        us_content_pct: Controlled US content by value.
    """

    id: str
    name: str
    kind: str
    family: str
    price: int
    hs6: str
    figures: dict[str, str] = {}
    eu_annex1: str = "none"
    eccn: str = "EAR99"
    us_content_pct: int = 0

    @property
    def subject_to_ear(self) -> bool:
        """More than 25 per cent of controlled US content brings a foreign item under the EAR in most countries."""
        return self.us_content_pct > 25

    def row(self) -> dict[str, str]:
        """Its row of ``catalogue.csv``."""
        return {
            **_NONE_OF_IT,
            **_NOT_SO,
            **(_FLIES if self.kind == "aircraft" else {}),
            **self.figures,
            "product": self.id,
            "name": self.name,
            "kind": self.kind,
            "family": self.family,
            "hs6": self.hs6,
            "eccn": self.eccn,
            "eu_annex1": self.eu_annex1,
            "cn_control_code": "none",
            "uk_control": self.eu_annex1,
            "subject_to_ear": "yes" if self.subject_to_ear else "no",
            "us_content_pct": str(self.us_content_pct),
        }


def _aircraft(
    mtow: int, empty: int, endurance: int, speed: int, reach: float, gust: int | None, **more: str
) -> dict[str, str]:
    figures = {
        "mtow_g": str(mtow),
        "empty_weight_g": str(empty),
        "max_endurance_min": str(endurance),
        "max_speed_kmh": str(speed),
        "max_range_km": f"{reach:g}",
        "gust_takeoff_stable_kmh": "" if gust is None else str(gust),
    }
    return figures | more


def _thermal(netd: int, rate: int, band: str = "yes") -> dict[str, str]:
    return {
        "thermal_camera": "yes",
        "thermal_netd_mk": str(netd),
        "thermal_frame_rate_hz": str(rate),
        "thermal_fpa_elements": "327680",
        "thermal_band_780_30000": band,
    }


PRODUCTS: dict[str, Product] = {
    product.id: product
    for product in (
        Product("KST-S1", "Kestrel S1 (consumer, sub-250 g)", "aircraft", "kestrel", 640, "880691",
                _aircraft(249, 180, 34, 57, 18, 38)),
        Product("KST-P3", "Kestrel P3 (prosumer)", "aircraft", "kestrel", 1890, "880692",
                _aircraft(1050, 900, 45, 72, 30, 43)),
        Product("KST-P3T", "Kestrel P3 Thermal", "aircraft", "kestrel", 4700, "880692",
                _aircraft(1050, 920, 45, 72, 30, 43, **_thermal(50, 30)), "6A003.b.4.b", "6A003.b.4.b", 31),
        Product("OSP-M4", "Osprey M4 (enterprise)", "aircraft", "osprey", 9900, "880693",
                _aircraft(9200, 4700, 55, 82, 40, 43, supports_uncertified_payloads="yes")),
        Product("OSP-M4W", "Osprey M4 wind kit", "aircraft", "osprey", 10900, "880693",
                _aircraft(9300, 4750, 50, 82, 38, 54, supports_uncertified_payloads="yes"), "9A012.a", "9A012", 12),
        Product("OSP-M4L", "Osprey M4 long endurance", "aircraft", "osprey", 14500, "880693",
                _aircraft(9800, 4800, 62, 82, 46, None, **_thermal(35, 30)), "9A012.a", "9A012", 29),
        Product("HRN-A30", "Heron A30 (agricultural sprayer)", "aircraft", "heron", 13900, "880694",
                _aircraft(66000, 26000, 18, 36, 3, 29, aerosol_tank_l="30", aerosol_mount_designed_l="30"),
                "9A112", "9A120", 8),
        Product("HRN-A10", "Heron A10 (small sprayer)", "aircraft", "heron", 7900, "880693",
                _aircraft(24800, 13000, 15, 36, 2, 29, aerosol_tank_l="10", aerosol_mount_designed_l="10")),
        Product("UNK-X", "Kestrel X (gust figure missing)", "aircraft", "kestrel", 3300, "880692",
                _aircraft(1400, 1200, 46, 75, 31, None), "", "", 5),
        Product("CAM-T2", "Thermal gimbal T2", "payload", "gimbal", 3900, "852589", _thermal(35, 30),
                "6A003.b.4.b", "6A003.b.4.b", 34),
        Product("CAM-T2L", "Thermal gimbal T2 (9 Hz)", "payload", "gimbal", 2900, "852589", _thermal(50, 9)),
        Product("CAM-V1", "Visual gimbal V1", "payload", "gimbal", 1500, "852589"),
        Product("SPR-ARM", "Motor arm, spare", "spare", "parts", 95, "880730"),
        Product("SPR-PRP", "Propeller pair", "spare", "parts", 18, "880710"),
        Product("SPR-RTK", "RTK receiver module", "spare", "parts", 420, "852691"),
        Product("SPR-TX", "Image transmission board", "spare", "parts", 260, "851762"),
        Product("SPR-ANT", "Antenna, spare", "spare", "parts", 60, "852910"),
        Product("BAT-M4", "Flight battery M4", "battery", "power", 690, "850760"),
        Product("BAT-P3", "Flight battery P3", "battery", "power", 165, "850760"),
        Product("CHG-M4", "Charging hub M4", "charger", "power", 780, "850440"),
        Product("RC-2", "Remote controller", "controller", "control", 540, "852692"),
        Product("STN-RTK", "RTK base station", "ground_station", "control", 2600, "852691"),
        Product("SCP-G8", "Detection receiver", "detection_receiver", "detection", 21500, "851762"),
        Product("FW-UPD", "Firmware update", "firmware", "software", 0, ""),
        Product("SVC-REP", "Repair service", "service", "service", 240, ""),
    )
}  # fmt: skip

UNCATALOGUED = Product("KST-Z9", "Kestrel Z9 (not in the catalogue)", "aircraft", "kestrel", 2500, "")
"""Ordered, but left out of ``catalogue.csv``: what depends on its classification is unknown."""


def rows() -> list[dict[str, str]]:
    """Rows of ``catalogue.csv``.

    >>> len(rows()), set(rows()[0]) <= set(COLUMNS)
    (25, True)
    """
    return [product.row() for product in PRODUCTS.values()]
