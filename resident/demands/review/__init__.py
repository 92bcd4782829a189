"""What moderators read of demands, comments and photos, and what their decisions do."""

from resident.demands.review import showing, takedowns


def register() -> None:
    """Make them reviewable, and let moderators take them down."""
    showing.register()
    takedowns.register()
