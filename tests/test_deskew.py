from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from index.deskew import levelled, skew, tilt


def page() -> Image.Image:
    image = Image.new("L", (900, 1200), 255)
    draw = ImageDraw.Draw(image)
    for number in range(25):
        draw.rectangle((90, 80 + 40 * number, 800 - 13 * (number % 7), 96 + 40 * number), fill=0)
    return image


@pytest.mark.parametrize("angle", [-4, -1.25, 0, 0.75, 2.5])
def test_the_angle_of_a_page_is_found(angle: float) -> None:
    askew = page().rotate(angle, fillcolor=255)
    assert skew(askew) == pytest.approx(-angle, abs=0.25)
    assert skew(levelled(askew, tilt(askew))) == pytest.approx(0, abs=0.25)


def test_a_level_or_blank_page_stays_as_it_is() -> None:
    for image in (page(), Image.new("L", (300, 400), 255), Image.new("L", (1, 1), 0)):
        assert levelled(image, tilt(image)) is image
