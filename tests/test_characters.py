"""What people type, character by character: what shows, what stacks, and what is cut."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resident.characters import MOST_MARKS, normal, says, seen, shows, unstacked

UNSEEN = "\u200d\ufe0f\u3164\u2800\u034f\u115f\u1160\uffa0\u200b\u00ad\u2060\ufeff\u180e\u2028\u3000\u00a0\U000e0041\U000e0100 \t\n"
REAL = (
    "Nguyễn Thị Phượng",
    "ก็ที่นี่เป็นน้ำผึ้ง",
    "ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ",
    "ཧྐྵྨླྺྃ",
    "رُبَّمَا ٱلْحَمْدُ لِلَّٰهِ ۝",
    "بىز مى\u200cخوانم",
    "हिन्दी क्ष्म्य",
    "שָׁלוֹם בְּרֵאשִׁ֖ית",
    "👩\u200d👧\u200d👦 ❤\ufe0f 1\ufe0f⃣ 👍🏽 🏳\ufe0f\u200d🌈",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "葛\U000e0100城 𠮷田 㐂 䶮",
    "\ue000\ue863张\U000f0000",
    "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ",
    "⠓⠑⠇⠇⠕\u2800⠺⠕⠗⠇⠙",
)


def longest_run(text: str) -> int:
    """How many marks stand in a row."""
    longest = now = 0
    for character in text:
        now = now + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        longest = max(longest, now)
    return longest


@pytest.mark.parametrize("text", REAL)
def test_real_writing_passes_unharmed(text: str) -> None:
    assert seen(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("decomposed", ["Nguyễn Thị Phượng", "Ṩǭ ɛ̃́"])
def test_letters_that_come_in_pieces_are_put_together(decomposed: str) -> None:
    assert seen(unicodedata.normalize("NFD", decomposed)) == unicodedata.normalize("NFC", decomposed)


@pytest.mark.parametrize("character", UNSEEN, ids=lambda one: f"U+{ord(one):04X}")
def test_what_looks_empty_is_empty(character: str) -> None:
    assert not shows(character)
    assert seen(character * 3) == ""
    assert seen(f"{character}家{character}").strip("\ufe0f\U000e0100") == "家"


@given(st.text(st.sampled_from(UNSEEN), min_size=1))
def test_any_mix_of_what_looks_empty_is_empty(text: str) -> None:
    assert seen(text) == ""


@pytest.mark.parametrize(
    "marks", ["\u0301", "\u0301\u0316", "\u0e47", "\u0e47\u0e34\u0e31", "\u20dd", "\u0301\u200d", "\u0301\u200b"]
)
def test_marks_do_not_pile_up(marks: str) -> None:
    text = seen("a" + marks * 50_000 + "b")
    assert longest_run(unicodedata.normalize("NFD", text)) <= MOST_MARKS
    assert sum(unicodedata.combining(one) == 230 for one in unicodedata.normalize("NFD", text)) <= 3


@pytest.mark.parametrize("form", ["NFC", "NFKC", "NFKD"])
@given(text=st.text(st.sampled_from("a가ﷺ\u0344\u0301\u0316\u0958\u0e47\u200d\u034f\u0f71\u0f74é㎏"), max_size=60))
def test_a_normal_form_never_grows_and_is_one(form: str, text: str) -> None:
    once = normal(form, text, 40)  # type: ignore[arg-type]
    assert len(once) <= 40 + MOST_MARKS
    assert longest_run(once) <= MOST_MARKS
    assert normal(form, once, 100) == once  # type: ignore[arg-type]


@pytest.mark.parametrize("nothing", ["\ufffc", "\ufdd0", "\ufdef", "\uffff", "\ufffe", "\U0001ffff", "\U0010fffe"])
def test_where_something_was_left_out_and_what_is_no_character_is_empty(nothing: str) -> None:
    assert (seen(nothing), says(nothing), seen(f"{nothing}a{nothing}")) == ("", False, "a")


@given(
    st.text(
        st.sampled_from("ab\u0301\u0316\u200d\ufe0f\u3164\u034f \n\u115f\U000e0067🏴\U000e0100\u2028\u0344"),
        max_size=60,
    )
)
def test_what_is_seen_once_is_seen_twice(text: str) -> None:
    assert seen(seen(text)) == seen(text)


def test_normalizing_is_never_asked_of_more_than_it_may_see(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    original = unicodedata.normalize
    monkeypatch.setattr(unicodedata, "normalize", lambda form, text: asked.append(text) or original(form, text))
    seen("a" + "\u0301" * 80_000 + "\u0316" * 80_000, 100)
    normal("NFKC", "ﷺ" * 80_000, 100)
    assert len(asked) == 4
    assert max(map(len, asked)) <= 100
    assert max(map(longest_run, asked)) <= MOST_MARKS


def test_plain_latin_text_stays_as_it_is() -> None:
    assert unstacked("just words") == "just words"
