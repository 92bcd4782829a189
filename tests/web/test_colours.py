"""Colours: text is readable on every ground, in light and dark."""

import re

import pytest

from resident.config import ROOT


def tokens(name: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", (ROOT / "static" / "css" / f"{name}.css").read_text()))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (text, ground)
        for text in ("ink", "ink-2", "brand-ink", "blue", "orange", "ochre", "violet", "slate", "red")
        for ground in ("ground", "surface")
    ]
    + [
        ("gold-ink", "gold-tint"),
        ("red", "red-tint"),
        ("on-brand", "brand"),
        ("on-deep", "deep"),
        ("on-deep-2", "deep"),
        ("gold-on-deep", "deep"),
        ("ink", "sunken"),
        ("ink-2", "sunken"),
        ("ink", "brand-tint"),
        ("ink", "blue-tint"),
    ],
)
def test_text_stands_out_from_its_ground(theme: str, text: str, ground: str) -> None:
    colours = tokens("tokens") | (tokens("dark") if theme == "dark" else {})
    lighter, darker = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.495, f"{theme}: {text} on {ground}"
