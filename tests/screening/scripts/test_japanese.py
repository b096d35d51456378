"""Japanese names meet their Latin forms, where they are in kana or in words of the small table."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from moratorium.screening.names import normalised, spellings

PAIRS = """
ソニー株式会社|Sony KK
トヨタ|Toyota
マツダ株式会社|Matsuda Kabushiki Kaisha
ホンダ|Honda
ヤマハ|Yamaha
カワサキ|Kawasaki
スズキ|Suzuki
シャープ|Shapu
キヤノン|Kiyanon
コマツ|Komatsu
サトウ タロウ|Sato Taro
すずき いちろう|Suzuki Ichiro
とうきょう|Tokyo
おおさか|Osaka
ほっかいどう|Hokkaido
じゅんこ|Junko
しょうじ|Shoji
きょうと|Kyoto
ちゅうおう|Chuo
株式会社日立製作所|KK Hitachi Seisakusho
株式会社東芝|Toshiba Corporation
三菱重工業株式会社|Mitsubishi Heavy Industries KK
川崎重工業株式会社|Kawasaki Heavy Industries
日本電気株式会社|NEC Corporation
富士通株式会社|Fujitsu Limited
京セラ株式会社|Kyocera Corporation
渡辺 ひろし|Watanabe Hiroshi
田中 けんじ|Tanaka Kenji
やまもと さくら|Yamamoto Sakura
なかむら しんいち|Nakamura Shinichi
ファナック|Fanakku
"""


@pytest.mark.parametrize("pair", PAIRS.strip().splitlines())
def test_a_name_meets_its_latin_form(pair: str, meet: Callable[[str, str], bool]) -> None:
    original, latin = pair.split("|")
    assert meet(original, latin)


def test_hiragana_katakana_and_half_width_are_one_name() -> None:
    assert spellings("ひろし") == spellings("ヒロシ") == spellings("ﾋﾛｼ")


def test_without_a_sign_of_japan_kanji_are_read_as_chinese() -> None:
    assert normalised("東京") == "dongjing"
