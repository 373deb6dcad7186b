"""Levelling the picture of a page that lay a little askew in the scanner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST = 5.0  # degrees; a page that lies further askew was not scanned but photographed
_STEPS = (1.0, 0.25)  # degrees between the angles that are tried, first coarsely, then finely
_LEAST = 0.3  # degrees below which turning a picture costs more sharpness than it gains
_WIDTH = 600  # pixels of the small picture in which the angle is sought


def tilt(image: Image) -> float:
    """Return the `skew` of a grey picture, 0 where turning it would not pay."""
    angle = skew(image)
    return angle if abs(angle) >= _LEAST else 0.0


def levelled(image: Image, angle: float) -> Image:
    """Return a picture turned by its `tilt`, the corners white; the same one if that is 0."""
    if not angle:
        return image
    from PIL.Image import Resampling

    return image.rotate(angle, fillcolor="white", resample=Resampling.BICUBIC)


def skew(image: Image) -> float:
    """Return by how many degrees, counter-clockwise, a grey picture must be turned to be level.

    Level lines of text leave rows of black and rows of white: the sums of the rows differ most
    (Postl, "Detection of linear oblique structures and skew scan", 1986).
    """
    small = image.resize((_WIDTH, max(1, round(image.height * _WIDTH / image.width))))
    ink = small.point(lambda value: 255 - value)

    def contrast(angle: float) -> float:
        rows = np.asarray(ink.rotate(angle), dtype=np.float64).sum(axis=1)
        return float(np.square(np.diff(rows)).sum())

    best, reach = 0.0, _MOST
    for step in _STEPS:
        angles = best + np.arange(-reach, reach + step / 2, step)
        # Among equals the smallest turn: a picture without lines stays as it is.
        best = float(max(angles, key=lambda angle: (contrast(angle), -abs(angle))))
        reach = step
    return best
