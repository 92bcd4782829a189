"""What moderators read of homes and of new names, and what their decisions do."""

from resident.claims.review import naming, residences


def register() -> None:
    """Make them reviewable."""
    residences.register()
    naming.register()
