from __future__ import annotations

import pytest

from index.legibility import CLEARLY_BETTER, STRANGE_FROM, strangeness

SWEDISH = (
    "Nämnden beslutar att ge förvaltningen i uppdrag att se över taxan för båtplatser i "
    "gästhamnen. Kostnaden ryms inom årets ram, och en redovisning lämnas senast i november."
)
NAMES = (
    "Närvarande: Gunilla Åkerlund, Bo-Göran Sjöstrand, Mehmet Yıldırım, Zuzanna Kowalczyk, "
    "Xiaoyu Zhang, Þórdís Jónsdóttir, Hjördis Qvarnström, Cwmrhyd Wynn, Ngozi Okwuosa"
)


def exchanged(text: str, letters: str, others: str) -> str:
    return text.translate(str.maketrans(letters, others))


@pytest.mark.parametrize(
    "text",
    [
        exchanged(SWEDISH, "nlt", "jqw"),
        exchanged(SWEDISH, "etanrs", "qxjzwv"),
        exchanged(SWEDISH, "etanr", "\ue001\ue002\ue003\ue004\ue005"),
        exchanged(SWEDISH, "abcdefghijklmnopqrstuvwxyz", "qwertzuiopasdfghjklyxcvbnm"),
        SWEDISH.replace("e", "\ufffd"),
        exchanged(SWEDISH, "etansrdi", "ετανσρδι"),
    ],
)
def test_a_broken_font_map_looks_strange(text: str) -> None:
    broken, right = strangeness(text), strangeness(SWEDISH)
    assert broken is not None
    assert right is not None
    assert right < 3.7
    assert broken > STRANGE_FROM
    assert broken > right + CLEARLY_BETTER


def test_names_are_less_strange_than_broken_letters() -> None:
    names, broken = strangeness(NAMES), strangeness(exchanged(NAMES, "nlakor", "jqxwzb"))
    assert names is not None
    assert broken is not None
    assert names + CLEARLY_BETTER < broken


@pytest.mark.parametrize("text", ["", "§ 12", "1 250 000 kr\n2 300 tkr", "KSAU SBN KLK " * 40])
def test_too_little_is_not_judged(text: str) -> None:
    assert strangeness(text) is None
