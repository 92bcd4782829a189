"""What must hold before people are served: whoever knows a reason not to says so here. Commands do without."""

from collections.abc import Callable

from flask import Flask

CHECKS = "resident_before_serving"


def before_serving(app: Flask, check: Callable[[Flask], None]) -> None:
    """Have `check(app)` asked before the app serves anybody. It raises SettingsError with what to do."""
    app.extensions.setdefault(CHECKS, []).append(check)


def require_servable(app: Flask) -> None:
    """Go on only where nothing speaks against serving. Raises SettingsError."""
    for check in app.extensions.get(CHECKS, ()):
        check(app)
