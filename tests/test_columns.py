"""What a column gives: moments in UTC, texts that nobody can change, whatever the driver hands over."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from resident.columns import LONGEST_SHARED, InLanguages, Translated, UtcDateTime
from resident.web.piece_keys import key_of

MOMENT = datetime(2026, 3, 2, 1, 30, 0, 250_000, tzinfo=UTC)
DIALECTS = [sqlite.dialect(), postgresql.dialect()]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda one: one.name)
@pytest.mark.parametrize(
    "given", ["2026-03-02 01:30:00.250000", MOMENT, MOMENT.astimezone(timezone(timedelta(hours=8)))], ids=str
)
def test_a_moment_is_read_in_utc(dialect: sqlite.dialect, given: object) -> None:
    read = UtcDateTime().result_processor(dialect, None)
    assert read(given) == MOMENT
    assert read(given).tzinfo is UTC
    assert read(None) is None


@pytest.mark.parametrize("given", ['{"zh_Hans": "桂花", "en": "Osmanthus"}', {"zh_Hans": "桂花", "en": "Osmanthus"}])
def test_a_text_in_two_languages_is_read_as_one_that_nobody_changes(given: object) -> None:
    read = Translated().result_processor(DIALECTS[0], None)
    text = read(given)
    assert text == InLanguages({"zh_Hans": "桂花", "en": "Osmanthus"})
    with pytest.raises(TypeError):
        text["en"] = "Another"
    assert read(given)["en"] == "Osmanthus"


@pytest.mark.parametrize("given", [None, "null"])
def test_no_text_is_none(given: str | None) -> None:
    assert Translated().result_processor(DIALECTS[0], None)(given) is None


def test_a_title_is_read_once_and_a_story_each_time() -> None:
    read = Translated().result_processor(DIALECTS[0], None)
    title, story = '{"en": "A lamp"}', f'{{"en": "{"x" * LONGEST_SHARED}"}}'
    assert read(title) is read(title)
    assert read(story) is not read(story)


def test_the_key_of_a_text_says_that_it_is_one_and_in_which_order() -> None:
    text, turned = InLanguages({"zh_Hans": "一", "en": "1"}), InLanguages({"en": "1", "zh_Hans": "一"})
    assert key_of(text) == key_of(text) == key_of(InLanguages(text))
    assert len({key_of(text), key_of(turned), key_of(dict(text)), key_of(InLanguages({**text, "en": "2"}))}) == 4
