"""The words of the press page around the statements themselves, in each language of ours."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "statements": "Statements",
        "of": "Statements of {company}",
        "none": "There are no statements yet.",
        "all": "All statements",
        "released": "Released",
        "corrected_by": "This statement no longer holds. Another one took its place on {day}:",
        "corrects": "This statement takes the place of an earlier one:",
        "superseded": "no longer holds",
        "in": "In other languages:",
        "feed": "RSS feed",
        "verify": "How to verify this text",
        "verify_words": "The SHA-256 of this text is the number below. Save the text file and compute it yourself, "
        "for instance with sha256sum: it is the same as long as no letter was changed. Its release is act {act} of "
        "our log, of which we make you a receipt that can be verified without us.",
        "text": "The text as a file",
        "number": "Our number",
    },
    "nl": {
        "statements": "Verklaringen",
        "of": "Verklaringen van {company}",
        "none": "Er zijn nog geen verklaringen.",
        "all": "Alle verklaringen",
        "released": "Vrijgegeven op",
        "corrected_by": "Deze verklaring geldt niet meer. Op {day} is er een andere voor in de plaats gekomen:",
        "corrects": "Deze verklaring komt in de plaats van een eerdere:",
        "superseded": "geldt niet meer",
        "in": "In andere talen:",
        "feed": "RSS-feed",
        "verify": "Zo controleert u deze tekst",
        "verify_words": "De SHA-256 van deze tekst is het getal hieronder. Bewaar het tekstbestand en bereken het "
        "zelf, bijvoorbeeld met sha256sum: het is hetzelfde zolang geen letter is veranderd. De vrijgave is "
        "handeling {act} van ons logboek; wij maken u daarvan een bewijs dat zonder ons te controleren is.",
        "text": "De tekst als bestand",
        "number": "Ons nummer",
    },
    "zh": {
        "statements": "声明",
        "of": "{company}的声明",
        "none": "目前还没有声明。",
        "all": "所有声明",
        "released": "发布于",
        "corrected_by": "本声明不再有效，已于{day}由以下声明取代：",
        "corrects": "本声明取代此前的声明：",
        "superseded": "不再有效",
        "in": "其他语言：",
        "feed": "RSS订阅",
        "verify": "如何核验本文",
        "verify_words": "下面的数字是本文的SHA-256。请保存文本文件并自行计算（例如使用sha256sum）："
        "只要一字未改，结果就相同。其发布是我们日志中的第{act}项行为，我们可以为您出具收据，无需我们参与即可核验。",
        "text": "文本文件",
        "number": "编号",
    },
}


def words(language: str) -> dict[str, str]:
    """The words of a language; English for one that is none of ours."""
    return WORDS.get(language, WORDS["en"])
