"""What moderators read of activities, and what their decisions do."""

from resident.activities.review import showing, takedowns, wording


def register() -> None:
    """Make them and new words of their shifts reviewable, and let moderators take them down."""
    showing.register()
    wording.register()
    takedowns.register()
