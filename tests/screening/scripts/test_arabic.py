"""Arabic, Persian and Urdu names meet their Latin forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from moratorium.screening.names import normalised, spellings

PAIRS = """
صدام حسين|Saddam Hussein
أسامة بن لادن|Usama bin Laden
أيمن الظواهري|Ayman al-Zawahiri
معمر القذافي|Muammar Gaddafi
حسن نصر الله|Hassan Nasrallah
بشار الأسد|Bashar al-Assad
رامي مخلوف|Rami Makhlouf
قاسم سليماني|Qasem Soleimani
محمود أحمدي نژاد|Mahmoud Ahmadinejad
حسن روحانی|Hassan Rouhani
محمد جواد ظریف|Mohammad Javad Zarif
علی خامنه‌ای|Ali Khamenei
عبد الرحمن ياسين|Abdul Rahman Yasin
عبدالرحمن محمد|Abdulrahman Mohammed
عبد اللطيف صالح|Abdellatif Saleh
عبدالعزيز الرنتيسي|Abdel Aziz Rantisi
خالد مشعل|Khaled Meshaal
إسماعيل هنية|Ismail Haniyeh
يحيى السنوار|Yahya Sinwar
وليد جنبلاط|Oualid Joumblatt
داود إبراهيم|Dawood Ibrahim
يوسف القرضاوي|Youssef Qaradawi
أنور العولقي|Anwar al-Awlaki
مقتدى الصدر|Muqtada al-Sadr
نوري المالكي|Nouri al-Maliki
عبد الملك الحوثي|Abdul Malik al-Houthi
عثمان سونكو|Ousmane Sonko
طارق عزيز|Tariq Aziz
جلال الدين حقاني|Jalaluddin Haqqani
سراج الدين حقانی|Sirajuddin Haqqani
گلبدین حکمتیار|Gulbuddin Hekmatyar
حافظ محمد سعید|Hafiz Muhammad Saeed
ذکی الرحمٰن لکھوی|Zaki-ur-Rehman Lakhvi
مسعود اظہر|Masood Azhar
فاطمة الزهراء|Fatima Zahra
مصرف سوريا الدولي الإسلامي|Syria International Islamic Bank
شركة ماهان للطيران|Mahan Air Company
القاعدة|Al-Qaida
حزب الله|Hizballah
الجماعة الإسلامية|Jamaah Islamiyah
أنصار الشريعة|Ansar al-Sharia
مؤسسة الحرمين|Al-Haramain Foundation
فيلق القدس|Faylaq al-Quds
جمال عبد الناصر|Gamal Abdel Nasser
"""


@pytest.mark.parametrize("pair", PAIRS.strip().splitlines())
def test_a_name_meets_its_latin_form(pair: str, meet: Callable[[str, str], bool]) -> None:
    original, latin = pair.split("|")
    assert meet(original, latin)


@pytest.mark.parametrize("latin", ["Abdul Rahman", "Abdulrahman", "Abd al-Rahman", "Abdel-Rahman", "Abdurrahman"])
def test_servants_names_are_the_same_words_in_both_scripts(latin: str) -> None:
    assert normalised("عبد الرحمن") == normalised("عبدالرحمن") == normalised(latin) == "abd rahman"


def test_vowel_signs_and_lengthening_do_not_count() -> None:
    assert spellings("مُحَمَّد") == spellings("محمد") == spellings("محـــمد")


def test_persian_and_arabic_forms_of_a_letter_are_one_name() -> None:
    assert normalised("علی کریم") == normalised("علي كريم")


def test_letters_that_abbreviate_a_legal_form_are_that_form() -> None:
    assert spellings("شركة الشام ش.م.م")[0][-1] == "llc"
