"""What moderators read of activities, and what their decisions do."""

from resident.activities.review import showing, takedowns


def register() -> None:
    """Make them reviewable, and let moderators take them down."""
    showing.register()
    takedowns.register()
