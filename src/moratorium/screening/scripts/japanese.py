"""Japanese names in Latin letters: kana by Hepburn, without marks for long vowels.

Kanji have no sound of their own: the same ones are read differently in each name. Where a text is seen to be Japanese
(it has kana, a Japanese legal form, or letters that only Japan writes so), words in a small table are read, and kanji
that are left over are kept apart by their Chinese reading, which seldom is the right one. Without such a sign a name in
kanji is read as Chinese.

Source: modified Hepburn (ANSI Z39.11-1972, withdrawn, as used for passports).
"""

from __future__ import annotations

import re

_KANA = """
あ a い i う u え e お o か ka き ki く ku け ke こ ko さ sa し shi す su せ se そ so た ta ち chi つ tsu て te と to
な na に ni ぬ nu ね ne の no は ha ひ hi ふ fu へ he ほ ho ま ma み mi む mu め me も mo や ya ゆ yu よ yo ら ra
り ri る ru れ re ろ ro わ wa ゐ i ゑ e を o ん n が ga ぎ gi ぐ gu げ ge ご go ざ za じ ji ず zu ぜ ze ぞ zo だ da
ぢ ji づ zu で de ど do ば ba び bi ぶ bu べ be ぼ bo ぱ pa ぴ pi ぷ pu ぺ pe ぽ po ゔ vu ぁ a ぃ i ぅ u ぇ e ぉ o
ゕ ka ゖ ke ゎ wa
"""
_YOUON = {"ゃ": "ya", "ゅ": "yu", "ょ": "yo"}
_SMALL = {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}
_FULL_ROW = _KANA.split()
_FULL = dict(zip(_FULL_ROW[::2], _FULL_ROW[1::2], strict=True))
_LONG = re.compile("ou|oo|uu")

_WORDS = """
株式会社 kk 有限会社 kk 合同会社 llc 合資会社 kk 財団法人 foundation 社団法人 association 独立行政法人 agency
日本 nippon 東京 tokyo 大阪 osaka 京都 kyoto 名古屋 nagoya 横浜 yokohama 神戸 kobe 福岡 fukuoka 北海道 hokkaido
広島 hiroshima 千葉 chiba 工業 industries 重工業 heavy industries 重工 heavy industries 製作所 seisakusho
製造 manufacturing 電機 electric 電気 electric 電子 electronics 電力 electric power 自動車 motor 商事 shoji
商会 shokai 商社 trading 貿易 trading 物産 bussan 産業 industries 化学 chemical 製薬 pharmaceutical 銀行 bank
建設 construction 技術 technology 技研 giken 研究所 research institute 開発 development 通信 telecom 情報 information
精密 precision 精機 seiki 機械 machinery 機器 equipment 金属 metal 製鋼 steel 製鉄 steel 鉄鋼 steel 海運 shipping
造船 shipbuilding 航空 aviation 航空機 aircraft 宇宙 space 運輸 transport 物流 logistics 大学 university
国際 international 総合 sogo 開運 shipping 三菱 mitsubishi 三井 mitsui 住友 sumitomo 川崎 kawasaki 日立 hitachi
東芝 toshiba 富士通 fujitsu 富士 fuji 本田 honda 豊田 toyota 松下 matsushita 鈴木 suzuki 佐藤 sato 高橋 takahashi
田中 tanaka 渡辺 watanabe 渡邊 watanabe 伊藤 ito 山本 yamamoto 中村 nakamura 小林 kobayashi 加藤 kato 吉田 yoshida
山田 yamada 佐々木 sasaki 山口 yamaguchi 井上 inoue 木村 kimura 斎藤 saito 清水 shimizu 山崎 yamazaki 池田 ikeda
橋本 hashimoto 石川 ishikawa 前田 maeda 藤田 fujita 小川 ogawa 岡田 okada 後藤 goto 長谷川 hasegawa 石井 ishii
村上 murakami 近藤 kondo 坂本 sakamoto 遠藤 endo 青木 aoki 藤井 fujii 西村 nishimura 太田 ota 麻原 asahara 日産 nissan
村田 murata 京セラ kyocera 日本電気 nec 双葉 futaba 安川 yaskawa 島津 shimadzu 浜松 hamamatsu 任天堂 nintendo
"""


def _table() -> dict[str, str]:
    """Words in kanji, and how they are read: up to the next word in kanji."""
    found: dict[str, str] = {}
    word = ""
    for each in _WORDS.split():
        if each.isascii():
            found[word] = f"{found[word]} {each}".strip()
        else:
            word = each
            found[word] = ""
    return found


_KANJI = _table()
_KNOWN = re.compile("|".join(sorted(_KANJI, key=lambda word: (-len(word), word))))
_ONLY_JAPANESE = re.compile("株式会社|有限会社|合同会社|[気鉄広沢辺浜竜斎対図単労変楽発顕験円団々込畑峠辻働匂栃枠榊凪]")
_KANJI_RUN = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")
_KANA_RUN = re.compile("[\u3041-\u30ff\u31f0-\u31ff]+")


def is_japanese(text: str) -> bool:
    """Whether a text without kana shows that it is Japanese.

    >>> is_japanese("株式会社東芝"), is_japanese("华为")
    (True, False)
    """
    return _ONLY_JAPANESE.search(text) is not None


def romanised(text: str) -> tuple[str, ...]:
    """A Japanese text in Latin letters.

    >>> romanised("とうきょう"), romanised("株式会社東芝"), romanised("マツダ")
    (('tokyo', 'toukyou'), ('kk toshiba',), ('matsuda',))
    """
    known = _KNOWN.sub(lambda word: f" {_KANJI[word[0]]} ", text)
    known = _KANJI_RUN.sub(lambda run: f" {run[0]} ", known)
    long = _KANA_RUN.sub(lambda run: _read(run[0]), known)
    short = _KANA_RUN.sub(lambda run: _LONG.sub(lambda vowels: vowels[0][0], _read(run[0])), known)
    return tuple(dict.fromkeys(" ".join(each.split()) for each in (short, long)))


def _read(kana: str) -> str:
    """A run of kana, hiragana and katakana alike."""
    found = ""
    doubled = False
    for mark in kana:
        plain = chr(ord(mark) - 0x60) if "\u30a1" <= mark <= "\u30f6" else mark
        if plain == "っ":
            doubled = True
            continue
        sound = _joined(found, plain)
        if sound is None:
            sound = _FULL.get(plain, "")
            found += ("t" if sound.startswith("ch") else sound[:1]) if doubled and sound[:1] not in "aeioun" else ""
            found += sound
        else:
            found = sound
        doubled = False
    return found


def _joined(found: str, mark: str) -> str | None:
    """What is read so far with a small letter joined to its last sound; None if the mark stands for itself."""
    if mark in _YOUON and found.endswith("i"):
        glide = _YOUON[mark]
        return found[:-1] + (glide[1:] if found.endswith(("shi", "chi", "ji")) else glide)
    if mark in _SMALL and found and found[-1] in "aiueo" and len(found) > 1:
        return found[:-1] + _SMALL[mark]
    return found if mark == "ー" or (not _FULL.get(mark) and mark not in _YOUON) else None
