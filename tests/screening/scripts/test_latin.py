"""Names in Latin letters meet without their accents, and Arabic names in Latin letters as one word or as three."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from moratorium.screening.names import normalised, spellings

PAIRS = """
Müller & Söhne GmbH|Mueller und Soehne GmbH
Jürgen Groß|Juergen Gross
Göran Åström|Goran Aastroem
Øystein Sørensen|Oystein Soerensen
Recep Tayyip Erdoğan|Recep Tayyip Erdogan
İlham Şahin|Ilham Sahin
Işık Çelik Sanayi Ticaret A.Ş.|Isik Celik Trade and Industry AS
Slobodan Milošević|Slobodan Miloshevich
Lech Wałęsa|Lech Walesa
Václav Havel|Vaclav Havel
José Peña Nieto|Jose Pena Nieto
François Ménard|Francois Menard
João Gonçalves|Joao Goncalves
Nguyễn Văn Đức|Nguyen Van Duc
Łódź Drony Sp. z o.o.|Lodz Drony
Ştefan Țurcanu|Stefan Turcanu
Kaja Kallas OÜ|Kaja Kallas OU
Jón Þór Sigurðsson|Jon Thor Sigurdsson
Abdülkadir Öztürk|Abdulkadir Ozturk
Žan Župančič|Zhan Zhupanchich
Ｈｕａｗｅｉ|Huawei
Œuvre Française|Oeuvre Francaise
Ali Əliyev|Ali Eliyev
Abdul Rahman Khan|Abdurrahman Khan
Abd al-Rahman Khan|Abdulrahman Khan
Abdel-Aziz Salem|Abdulaziz Salim
Sayf al-Din Ahmad|Saifuddin Ahmed
Muammar Qadhafi|Moammar Kaddafi
Mohamed Ould Sidi|Muhammad Wuld Sidi
Yusuf ibn Khalid|Youssouf bin Khaled
Dzhokhar Dudaev|Djokhar Dudayev
Sergueï Choïgou|Serguei Choigou
Wladimir Iwanow|Vladimir Ivanov
Boulos Mouawad|Bulus Muawad
"""


@pytest.mark.parametrize("pair", PAIRS.strip().splitlines())
def test_a_name_meets_its_latin_form(pair: str, meet: Callable[[str, str], bool]) -> None:
    original, latin = pair.split("|")
    assert meet(original, latin)


def test_the_plain_letter_comes_before_the_digraph() -> None:
    assert spellings("Šešelj")[:2] == (("seselj",), ("sheshelj",))


def test_turkish_i_with_and_without_a_dot() -> None:
    assert normalised("İSTANBUL IŞIK") == normalised("istanbul ışık") == "istanbul isik"


def test_invisible_characters_do_not_part_a_word() -> None:
    assert normalised("Ac\u200bme\u202e Tra\u00adding") == "acme trading"
