"""The one way to answer a form that changes something, and a button."""

import pytest

ENGLISH = {"Accept-Language": "en"}
TYPED = {"words": "Closed", "is_lit": "y", "colour": "green", "version": "3"}


def test_a_form_that_is_opened_shows_what_stands_there(browser):
    answer = browser.get("/probe/sign")
    assert answer.status_code == 200
    assert 'value="Welcome"' in answer.text
    assert 'name="version" type="hidden" value="3"' in answer.text


def test_a_good_form_is_saved_and_leads_to_what_the_action_made(browser, written):
    answer = browser.post("/probe/sign", data=TYPED)
    assert (answer.status_code, answer.location) == (303, "/probe/sign?now=Closed")
    assert written() == {"Closed"}
    with browser.session_transaction() as session:
        assert session["_flashes"] == [("message", "It says Closed.")]


@pytest.mark.parametrize("words", ["", "taken"])
def test_what_a_field_or_a_rule_refuses_stands_at_the_field_and_nothing_is_stored(browser, written, words):
    answer = browser.post("/probe/sign", data=TYPED | {"words": words}, headers=ENGLISH)
    assert answer.status_code == 422
    assert ("That one is taken." if words else "Please fill this in.") in answer.text
    assert f'value="{words}"' in answer.text
    assert written() == set()


@pytest.mark.parametrize("version", ["2", "4", "", "one", "٣", "-3", "3.0", "9" * 30, None])
def test_a_stale_or_broken_version_shows_both_texts_and_stores_nothing(browser, written, version):
    sent = {name: value for name, value in (TYPED | {"version": version}).items() if value is not None}
    answer = browser.post("/probe/sign", data=sent, headers=ENGLISH)
    assert answer.status_code == 409
    assert "A colleague was faster" in answer.text
    assert "<dt>Words</dt><dd>Welcome</dd>" in answer.text
    assert "<dt>Colour</dt><dd>Red</dd>" in answer.text
    assert "Lit at night" not in answer.text  # here both say the same
    assert 'value="Closed"' in answer.text
    assert 'name="version" type="hidden" value="3"' in answer.text  # the next sending is about what is shown now
    assert written() == set()


def test_a_conflict_that_the_page_cannot_show_is_an_error_page(browser, written):
    answer = browser.post("/probe/sign", data=TYPED | {"words": "locked"}, headers=ENGLISH)
    assert answer.status_code == 409
    assert "The gate is locked." in answer.text
    assert 'name="words"' not in answer.text
    assert written() == set()


def test_a_button_does_it_says_so_and_goes_on(browser, written):
    answer = browser.post("/probe/bell")
    assert (answer.status_code, answer.location) == (303, "/probe/sign")
    assert written() == {"bell"}
    with browser.session_transaction() as session:
        assert session["_flashes"] == [("message", "It rang.")]


def test_a_button_of_one_thing_goes_on_to_where_its_address_leads(browser, written):
    answer = browser.post("/probe/bells/north/7/ring")
    assert (answer.status_code, answer.location) == (303, "/probe/bells/north#tower")
    assert written() == {"bell 7"}
    with browser.session_transaction() as session:
        assert session["_flashes"] == [("message", "Bell 7 of north rang.")]


def test_what_a_button_may_not_do_leaves_nothing_and_says_why(browser, written):
    answer = browser.post("/probe/bells/north/13/ring")
    assert answer.status_code == 409
    assert "It is locked." in answer.text
    assert written() == set()


def test_nothing_is_switched_by_a_button(browser, written):
    assert browser.post("/probe/bells/north/7/ring", data={"switch_language": "en"}).status_code == 400
    assert written() == set()
