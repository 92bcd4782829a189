"""What sounds like danger to life: sentences as residents write them, and what only looks like it."""

import csv
import os
import time
from pathlib import Path

import pytest

from resident.demands.danger import Kind, numbers_for, sounds_like

SENTENCES = Path(__file__).parent / "sentences"
REAL = Path(os.environ.get("RESIDENT_TEST_DATA") or Path(__file__).parents[3] / "shared" / "data") / "demands-dev.csv"
FOUND, WRONGLY = 19 / 20, 1 / 200


def _sentences(name: str) -> list[str]:
    return [line for line in (SENTENCES / f"{name}.txt").read_text().splitlines() if line]


@pytest.mark.parametrize("name", ["danger.zh", "danger.en", "further.zh", "further.en"])
def test_at_least_nineteen_of_twenty_dangers_are_found(name: str) -> None:
    sentences = _sentences(name)
    missed = [sentence for sentence in sentences if sounds_like(sentence) is None]
    assert len(sentences) >= 60
    assert len(missed) <= len(sentences) * (1 - FOUND), missed


def test_what_only_looks_like_danger_is_left_alone() -> None:
    assert [(sentence, sounds_like(sentence)) for sentence in _sentences("harmless") if sounds_like(sentence)] == []


@pytest.mark.skipif(not REAL.exists(), reason=f"there is no {REAL}")
def test_of_real_demands_at_most_one_in_two_hundred_sounds_like_it() -> None:
    csv.field_size_limit(10_000_000)
    with REAL.open(newline="") as file:
        real = [(row["title"], row["body"]) for row in csv.DictReader(file)]
    assert sum(sounds_like(*one) is not None for one in real) <= len(real) * WRONGLY


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("楼道里有煤气味", Kind.GAS),
        ("煤 气 泄 漏", Kind.GAS),
        ("着火了！", Kind.FIRE),
        ("There is a FIRE in the bike shed", Kind.FIRE),
        ("有人被困在电梯里", Kind.LIFT),
        ("I don’t want to live any more", Kind.SELF_HARM),
        ("老公又打我了", Kind.VIOLENCE),
    ],
)
def test_the_kind_tells_what_it_sounds_like(said: str, kind: Kind) -> None:
    assert sounds_like(said) == kind


@pytest.mark.parametrize(
    "said",
    [
        "没有着火，只是演习",
        "没人受伤",
        "万一煤气泄漏怎么办",
        "如果着火了往哪里跑",
        "no fire, only a drill",
        "What if there is a fire?",
        "",
    ],
)
def test_what_is_denied_or_only_imagined_is_none(said: str) -> None:
    assert sounds_like(said) is None


def test_danger_is_found_in_the_title_the_details_or_the_spot() -> None:
    assert sounds_like("麻烦看一下", "厨房里有煤气味", "") == sounds_like("麻烦看一下", "", "楼道有煤气味") == Kind.GAS


def test_a_long_letter_about_what_lasts_is_no_danger_until_it_says_now() -> None:
    letter = "我们楼里的住户都很关心小区的环境和大家的生活，" * 10
    assert sounds_like("想说说小区的事", f"{letter}外墙掉下来一块。") is None
    assert sounds_like("想说说小区的事", f"{letter}刚才外墙掉下来一块。") == Kind.FALLING


@pytest.mark.parametrize("text", ["电梯" * 50_000, "gas " * 50_000, "没" * 100_000, "a" + "\u0301" * 100_000])
def test_an_endless_text_takes_no_time(text: str) -> None:
    begun = time.perf_counter()
    sounds_like(text, text)
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_names_all_three_numbers_the_right_one_first(kind: Kind) -> None:
    assert sorted(numbers_for(kind)) == ["110", "119", "120"]
    assert numbers_for(Kind.FIRE)[0] == "119"
    assert numbers_for(Kind.HURT)[0] == "120"
    assert numbers_for(Kind.VIOLENCE)[0] == "110"
