"""Korean names meet their Latin forms, as usual in the South and in the North."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from moratorium.screening.names import spellings
from moratorium.screening.scripts.korean import romanised

PAIRS = """
김정은|Kim Jong Un
김정은|Kim Jong-un
김정일|Kim Jong Il
김일성|Kim Il Sung
김여정|Kim Yo Jong
장성택|Jang Song Thaek
장성택|Chang Song-taek
리용호|Ri Yong Ho
최룡해|Choe Ryong Hae
박봉주|Pak Pong Ju
조명록|Jo Myong Rok
황병서|Hwang Pyong So
김영철|Kim Yong Chol
리병철|Ri Pyong Chol
현영철|Hyon Yong Chol
오극렬|O Kuk Ryol
문재인|Moon Jae-in
박근혜|Park Geun-hye
이명박|Lee Myung-bak
노무현|Roh Moo-hyun
김대중|Kim Dae-jung
이재용|Lee Jae-yong
이재명|Lee Jae-myung
윤석열|Yoon Suk-yeol
정몽구|Chung Mong-koo
정의선|Chung Eui-sun
최태원|Chey Tae-won
구광모|Koo Kwang-mo
반기문|Ban Ki-moon
안철수|Ahn Cheol-soo
조국|Cho Kuk
한덕수|Han Duck-soo
이승만|Rhee Syngman
삼성전자 주식회사|Samsung Electronics Co., Ltd.
현대자동차|Hyundai Motor Company
엘지화학|LG Chem
한화에어로스페이스|Hanwha Aerospace
조선광선은행|Korea Kwangson Bank
조선련봉총회사|Korea Ryonbong General Corporation
조선광업개발무역회사|Korea Mining Development Trading Corporation
단천상업은행|Tanchon Commercial Bank
대동신용은행|Daedong Credit Bank
고려항공|Air Koryo
조선혁신무역회사|Korea Hyoksin Trading Corporation
포스코|POSCO
에스케이하이닉스|SK Hynix
남흥무역회사|Namhung Trading Corporation
원자력총국|General Bureau of Atomic Energy
"""


@pytest.mark.parametrize("pair", PAIRS.strip().splitlines())
def test_a_name_meets_its_latin_form(pair: str, meet: Callable[[str, str], bool]) -> None:
    original, latin = pair.split("|")
    assert meet(original, latin)


def test_sounds_that_meet_change_in_companies_names() -> None:
    assert romanised("한라건설")[0] == "halla construction"
    assert romanised("독립문")[0] == "dongnimmun"
    assert romanised("백마산업")[0] == "baengma industry"


def test_a_name_is_the_same_with_and_without_a_blank() -> None:
    assert spellings("김 정은") == spellings("김정은")


def test_taken_apart_letters_are_the_same_name() -> None:
    assert spellings(unicodedata.normalize("NFD", "김정은")) == spellings("김정은")
