"""Forty measures, base and draft: the ten of the comparison, and thirty more of the kinds that a maker keeps.

Other territories, windows, products and thresholds than the ten, so that no measure is the double of another.
"""

from __future__ import annotations

import shutil
from pathlib import Path

_GOODS = ("['8806']", "['880621']", "['880622']", "['850760']", "['852990']", "['8806', '8529']")
_REGIONS = ("RS, BA, ME", "SA, QA, AE", "IN, PK, BD, LK", "BR, AR, CL, CO", "EG, ZA, KE, NG", "TH, VN, ID, PH, MY")
_QUESTIONS = (
    "product.mtow_g > 4000 AND NOT end_use.statement_on_file",
    "buyer.type = 'forwarder' AND quantity > 20",
    "buyer.website_status IN ('dead', 'none') AND channel = 'key_account'",
    "contract.concluded_on > placed_on - INTERVAL '14' DAY",
    "end_use.class = 'mapping' AND product.thermal_camera",
    "paid_on < placed_on",
)


def write_forty(folder: Path, here: Path) -> tuple[Path, Path]:
    """Write both rulebooks; returns base and draft.

    Args:
        folder: Where to.
        here: Folder with the ten, as ``base`` and ``draft``.
    """
    for name in ("base", "draft"):
        shutil.copytree(here / name, folder / name)
        for number in range(30):
            text = _measure(number, is_draft=name == "draft")
            (folder / name / f"n{number:02}.yaml").write_text(text, "utf-8")
    return folder / "base", folder / "draft"


def _measure(number: int, *, is_draft: bool) -> str:
    kind, which = divmod(number, 6)
    year = 2020 + number % 4 - (1 if is_draft and number % 7 == 0 else 0)
    effect = "deny" if is_draft and number % 5 == 0 else "hold"
    scopes = (
        f"{{territories: {{roles: [ship_to], within: [{_REGIONS[which]}]}}, products: {{hs: {_GOODS[which]}}}}}",
        f'{{territories: {{roles: any, within: [{_REGIONS[which]}]}}, where: "quantity > {30 + number}"}}',
        f'{{where: "{_QUESTIONS[which]}"}}',
        f'{{products: {{hs: {_GOODS[which]}}}, where: "value >= {4000 + 100 * number}"}}',
        f"{{territories: {{roles: [end_user], within: [{_REGIONS[which]}]}}, where: \"buyer.type = 'dealer'\"}}",
    )
    return (
        f"measure: n{number:02}\ntitle: n{number:02} (bench)\nkind: suspension\n"
        "ground: {kind: own-policy, principle: a bench}\n"
        f"in_force: [[{year}-03-01, null]]\nbound: all-affiliates\n"
        f"scope: {scopes[kind]}\neffect: {effect}\nsource: {{text: bench}}\n"
    )
