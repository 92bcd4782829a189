"""What moderators read of rewards, and what their decisions do."""

from resident.rewards.review import proposals, takedowns


def register() -> None:
    """Make them reviewable, and let moderators take them down."""
    proposals.register()
    takedowns.register()
