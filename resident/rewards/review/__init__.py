"""What moderators read of rewards, and what their decisions do."""

from resident.rewards.review import takedowns


def register() -> None:
    """Let moderators take them down."""
    takedowns.register()
