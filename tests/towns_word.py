"""Eight protocols written in Word as municipal templates do, and printed from it to PDF.

Each lies in tests/word three times: the words (`.txt`, a script as in town_script.py, which is the
truth about its items), the Word file with header and footer tables, automatic numbers and tabbed
contents list, and the PDF that LibreOffice 7.4 printed of that. Six have been printed a second
time in other layouts, in tests/word/again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from town_script import Matter, Truth, read_script

FOLDER = Path(__file__).parent / "word"


@dataclass(frozen=True)
class WordTown:
    """One protocol of a Word template, and the truth about it."""

    name: str
    truth: Truth

    def matters(self) -> tuple[Matter, ...]:
        """Return the items of the town's script."""
        return read_script((FOLDER / f"{self.name}.txt").read_text(encoding="utf-8"))


def _names(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in text.split(","))


def _town(name: str, frame: tuple[str, ...], present: str, absent: str = "") -> WordTown:
    body, date, chair, secretary, start, end = frame
    people = {"present": _names(present)} | ({"absent": _names(absent)} if absent else {})
    return WordTown(name, Truth(body, date, chair, secretary, start, end, people))


def _without_absent(town: WordTown) -> dict[str, tuple[str, ...]]:
    """Return the people of a second print; in one of them a row says who was away."""
    people = town.truth.people
    return people if town.name == "norrsjo" else {"present": people["present"]}


TOWNS = (
    _town(
        "ljungskoga",
        ("Kommunstyrelsen", "2024-05-07", "Gunilla Ahlström", "Desirée Flink", "13:00", "15:45"),
        """Gunilla Ahlström, Marianne Sköld, Per-Ola Wennberg, Ismail Demir, Annika Rosengren,
        Lisbeth Örn, Stefan Hallin, Vivianne Bohm, Kjell Tingvall, Börje Lundqvist, Ritva Nieminen,
        Oskar Frid, Roger Palm, Hans-Åke Moberg, Torbjörn Wiik, Lotta Brinkmann, Desirée Flink""",
    ),
    _town(
        "hedemala",
        (
            "Kommunfullmäktige",
            "2024-06-17",
            "Sven-Erik Loman",
            "Petra Falkengren",
            "18:00",
            "20:40",
        ),
        """Sven-Erik Loman, Ewa Tranberg, Ulla-Britt Säll, Pontus Hamberg, Samira Haddad,
        Ing-Marie Roth, Rolf Nääs, Maj Lindelöw, Sigvard Thun, Håkan Ryderstad, Kenneth Sundvall,
        Fredrika Nord, Dag Wallenius, Cecilia von Platen, Sten Hjorth, Ingvar Palmgren, Jenny Asp,
        Roland Fröjd, Elin Mårs, Abdi Warsame, Tyra Holm, Nils Ambjörn, Rose-Marie Dahl,
        Yngve Sahlin, Lennart Oxhammar, Petra Falkengren""",
        "Tommy Brask, Monica Thell",
    ),
    _town(
        "asbro",
        (
            "Individ- och familjeutskottet",
            "2024-09-10",
            "Kerstin Ågren",
            "Malin Oskarsson",
            "13:00",
            "15:20",
        ),
        """Kerstin Ågren, Camilla Wrede, Leif Torstensson, Sara Lindeborg, Bo Alvarsson,
        Benita Hagelin, Josefin Tapper, Malin Oskarsson""",
    ),
    _town(
        "vatterbygd",
        ("Regionstyrelsen", "2024-09-17", "Kristina Brodén", "Louise Berntsson", "09:30", "12:10"),
        """Kristina Brodén, Agneta Hollström, Claes-Göran Ryd, Patrik Ljung, Hamid Rezai,
        Yvonne Kroon, Maria Stenbäck, Bengt Sjöqvist, Emelie Ask, Carl Adlersparre, Therese Nyberg,
        Göran Thunell, Anna-Karin Blixt, Sofia Granlund, Mikael Örtendahl, Mats Fahlgren,
        Hanna Wikander, Louise Berntsson""",
    ),
    _town(
        "ostradal",
        ("Direktionen", "2024-11-22", "Jan-Olov Persbo", "Karolina Tjäder", "09:00", "11:50"),
        """Jan-Olov Persbo, Lena Kvist, Roger Sandin, Eivor Pauli, Thomas Bredberg, Gun Lexell,
        Matti Saari, Ulf Granberg, Viola Sand, Karolina Tjäder""",
    ),
    _town(
        "norrsjo",
        (
            "Gemensamma överförmyndarnämnden",
            "2024-11-14",
            "Rune Almroth",
            "Helena Quist",
            "13:30",
            "15:05",
        ),
        """Rune Almroth, Berit Modin, Claes Ulfsax, Anneli Ström, Jörgen Tapp, Sigrid Ek,
        Niklas Hamrin, Disa Forsell, Helena Quist""",
        "Bosse Wall",
    ),
    _town(
        "saltviken",
        (
            "Byggnads- och miljönämnden",
            "2024-10-15",
            "Ingegerd Nyhlén",
            "Tuva Elg",
            "08:30",
            "11:55",
        ),
        """Ingegerd Nyhlén, Madeleine Wik, Tord Ekeblad, Rasmus Collin, Gerd Abrahamsson,
        Folke Zetterman, Ebba Trulsson, Conny Dunér, Hillevi Roos, Axel Sandgren, Nora Vinberg,
        Tuva Elg""",
    ),
    _town(
        "kommunchefer",
        (
            "Kommunchefsgruppen",
            "2023-12-08",
            "Solveig Ramstedt",
            "Matilda Berggren",
            "09:00",
            "11:30",
        ),
        """Solveig Ramstedt, Kjell Åkerlund, Birgitta Stolt, Magnus Frisk, Matilda Berggren,
        Filippa Hedlund, Johan Elfving""",
        "Ann-Louise Kjellin, Peter Wahl",
    ),
)

AGAIN = tuple(
    replace(town, truth=replace(town.truth, people=_without_absent(town)))
    for town in TOWNS
    if (FOLDER / "again" / f"{town.name}.pdf").exists()
)
