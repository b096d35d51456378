"""One entry of the US Consolidated Screening List, with the publisher's own field names, whether from JSON or CSV."""

from __future__ import annotations

import msgspec


class Place(msgspec.Struct):
    """An address."""

    address: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None


class Number(msgspec.Struct):
    """A number, or whatever else the publisher keeps among the numbers, with its label."""

    type: str | None = None
    number: str | None = None
    country: str | None = None


class Row(msgspec.Struct):
    """One entry. Only name and source are always there."""

    name: str
    source: str
    type: str | None = None
    entity_number: str | int | None = None
    alt_names: tuple[str, ...] | None = None
    addresses: tuple[Place, ...] | None = None
    nationalities: tuple[str, ...] | None = None
    citizenships: tuple[str, ...] | None = None
    dates_of_birth: tuple[str, ...] | None = None
    places_of_birth: tuple[str, ...] | None = None
    ids: tuple[Number, ...] | None = None
    programs: tuple[str, ...] | None = None
    license_requirement: str | None = None
    license_policy: str | None = None
    federal_register_notice: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    standard_order: str | None = None
    title: str | None = None
    remarks: str | None = None
    call_sign: str | None = None
    vessel_type: str | None = None
    vessel_flag: str | None = None
    vessel_owner: str | None = None
    gross_tonnage: str | int | float | None = None
    gross_registered_tonnage: str | int | float | None = None
