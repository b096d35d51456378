"""Greek names meet their Latin forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from moratorium.screening.names import spellings

PAIRS = """
Γιώργος Παπαδόπουλος|Giorgos Papadopoulos
Νικόλαος Παπανικολάου|Nikolaos Papanikolaou
Κωνσταντίνος Καραμανλής|Konstantinos Karamanlis
Αλέξης Τσίπρας|Alexis Tsipras
Κυριάκος Μητσοτάκης|Kyriakos Mitsotakis
Ευάγγελος Μαρινάκης|Evangelos Marinakis
Δημήτριος Παππάς|Dimitrios Pappas
Δημήτριος Παππάς|Demetrios Pappas
Χρήστος Στυλιανίδης|Christos Stylianides
Χρήστος Αναστασιάδης|Hristos Anastasiadis
Ιωάννης Μπάρμπας|Ioannis Barbas
Αντώνιος Σαμαράς|Antonios Samaras
Γεώργιος Βασιλείου|Georgios Vasileiou
Ανδρέας Παπανδρέου|Andreas Papandreou
Παναγιώτης Γκίκας|Panagiotis Gikas
Σπυρίδων Λάτσης|Spyridon Latsis
Θεόδωρος Αγγελόπουλος|Theodoros Angelopoulos
Αλέξανδρος Ξενάκης|Alexandros Xenakis
Στέφανος Ψαρρός|Stefanos Psarros
Μιχαήλ Χατζημιχαήλ|Michail Hatzimichail
Αθανάσιος Φλώρος|Athanasios Floros
Κώστας Σημίτης|Kostas Simitis
Πέτρος Κόκκαλης|Petros Kokkalis
Ελένη Ράπτη|Eleni Rapti
Ζωή Κωνσταντοπούλου|Zoe Konstantopoulou
Φώτης Κουβέλης|Fotis Kouvelis
Ναυτιλιακή Εταιρεία Ωκεανός|Naftiliaki Etairia Okeanos
Ολυμπιακή Αεροπορία|Olympiaki Aeroporia
Τράπεζα Πειραιώς|Trapeza Peiraios
Αργυρώ Βουλγαράκη|Argyro Voulgaraki
"""


@pytest.mark.parametrize("pair", PAIRS.strip().splitlines())
def test_a_name_meets_its_latin_form(pair: str, meet: Callable[[str, str], bool]) -> None:
    original, latin = pair.split("|")
    assert meet(original, latin)


def test_capitals_and_accents_do_not_count() -> None:
    assert spellings("ΠΑΠΑΔΟΠΟΥΛΟΣ") == spellings("Παπαδόπουλος")
