"""What everybody can read was read by somebody before: every column of words is declared, or named with its reason."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import String

from resident.columns import Translated
from resident.db import Base
from resident.moderation.kinds import KINDS

SHORTEST = 40  # shorter strings are codes of ours: states, kinds, languages
BY_ADMINISTRATORS = {  # who answer for the community's own words, each of which is in the record
    *("building.name", "community.address", "community.name", "demand_category.name", "grid.name"),
    *("community.goal",),
    *("organization.about", "organization.hours", "organization.name", "organization.place"),
}
BY_STAFF = {  # said under the name of a body or of the committee, by whoever acts for it
    *("answer.body", "demand_event.note", "demand_event.referred_to", "demand.referred_to"),
    *("activity.reason", "shift.reason"),  # why it was called off: people must hear it at once
}
NOT_PUBLIC = {  # read by the person alone, by staff, or where the thing itself is read
    *("residence_claim.reason", "review_item.reason", "review_item.title", "service_record.reason"),
    *("proposal.reason", "proposal.title", "suspension.answer", "suspension.appeal", "suspension.reason"),
    *("service_record.void_reason", "takedown.answer", "takedown.appeal", "takedown.reason", "takedown.title"),
    "shift_message.text",  # by whoever runs the shift, to those who have a place in it
    "demand_entry.consent",
    *("voiding.reason", "demand_call.said", "demand_call.settled_because", "demand_call.spoke_with"),
    *("place_sheet.file_name", "staff_sheet.file_name", "invitation.name", "feedback.words", "feedback.page"),
    *("export.reason",),
    *("transfer.note", "redemption.name"),  # copies of what was public when points moved
}
NO_WORDS = {  # of ours, or of machines
    *("audit_event.action", "audit_event.subject_kind", "community.slug", "community.time_zone", "consent.purpose"),
    *("demand.source_id", "form_token.result_url", "form_token.token", "heartbeat.name", "kept_form.path"),
    *("kept_form.sent_to", "notification.kind", "notification.path", "person.phone_encrypted", "person.phone_lookup"),
    *("poster.digest", "poster.key", "outbox_message.secret_encrypted", "outbox_message.why", "outbox_lane.why"),
    *("robot.key_encrypted", "robot.secret_encrypted", "community.duty_phones_after"),  # numbers
    *("photo.draft_token", "photo.file", "photo.key", "redemption.code_encrypted", "redemption.code_lookup"),
    *("place_sheet.content_encrypted", "staff_sheet.content_encrypted", "export.content_encrypted"),
    *("slip.code_encrypted", "slip.code_lookup", "receipt.code_hash"),
    *("offline_person.phone_encrypted", "offline_person.phone_lookup"),
    *("invitation.phone_encrypted", "invitation.phone_lookup"),
    *("deed.kind", "key_fingerprint.fingerprint", "known_browser.token_hash", "sign_in_code.browser_hash"),
    *("sign_in_code.previous_hash", "recovery_code.code_hash", "second_factor.secret_encrypted"),
    *("second_factor.new_secret_encrypted", "community.office_hours", "community.own_days"),  # times, not words
    *("shift.check_in_key", "sign_in_code.code_hash", "sign_in_code.phone_lookup", "sign_in_session.device"),
    *("sign_in_session.token_hash", "throttle_hit.key", "transfer.source", "way_in.code_hash"),
}
NAMED = BY_ADMINISTRATORS | BY_STAFF | NOT_PUBLIC | NO_WORDS


def columns_of_words() -> Iterator[str]:
    """Every column that holds words of people, or might."""
    for mapper in Base.registry.mappers:
        for column in mapper.columns:
            is_long = isinstance(column.type, String) and (column.type.length or SHORTEST) >= SHORTEST
            if isinstance(column.type, Translated) or is_long:
                yield f"{mapper.local_table.name}.{column.name}"


def declared() -> set[str]:
    """The columns that a reviewable kind shows to the moderator."""
    return {f"{one.class_.__tablename__}.{one.key}" for kind in KINDS.values() for one in kind.reads}


@pytest.fixture(autouse=True)
def _registered(sqlite_app: Flask) -> None:
    """Kinds register when an app is made."""


def test_what_people_read_was_seen() -> None:
    """Protects from words in a language, or of a thing, that no moderator was ever shown."""
    assert set(columns_of_words()) - declared() - NAMED == set()


def test_nothing_is_named_that_is_declared_or_gone() -> None:
    """Protects the lists above from excusing what is no longer there."""
    assert declared() & NAMED == set()
    assert NAMED - set(columns_of_words()) == set()
