"""What has just been done, said once over the bar of the page or with the part that htmx swaps, with the way to undo it."""

from flask import flash, g, has_request_context, url_for

from resident.web.errors import Words

PLAIN = "message"  # the category of words without a way back


def note_deed(deed_id: int) -> None:
    """Remember that what this request has done can be undone; a job's cannot be offered to anybody."""
    if has_request_context():
        g.setdefault("deeds", []).append(deed_id)


def say(words: Words) -> None:
    """Say what was done; with the address that undoes it, where it was one thing that can be undone.

    Of several things done at once each is undone at its own place.
    """
    deeds = g.get("deeds", [])
    offered = len(deeds) == 1 and g.get("community") is not None
    flash(str(words), url_for("undo.take_back", community=g.community.slug, deed_id=deeds[0]) if offered else PLAIN)
