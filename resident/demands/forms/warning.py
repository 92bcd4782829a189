"""A form that listens: what sounds like danger to life is sent once its writer has seen whom to call."""

from typing import Any, ClassVar

from flask import request

from resident.demands.danger import Kind, sounds_like


class WarnsFirst:
    """A form whose words may sound like danger; `spoken` names the fields that are listened to.

    Where no script has shown whom to call while somebody wrote (`warned`), the first sending is answered with it, and the
    next one goes through.
    """

    spoken: ClassVar[tuple[str, ...]] = ("title", "body", "spot")
    asks_about_danger = False

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the form is right and nothing in it wants a call first."""
        is_right: bool = super().validate(extra_validators)  # type: ignore[misc]
        self.asks_about_danger = is_right and self.danger is not None and not was_warned()
        return is_right and not self.asks_about_danger

    @property
    def danger(self) -> Kind | None:
        """Of which kind of danger to life its words sound, if of any."""
        return sounds_like(*(getattr(self, name).data or "" for name in self.spoken))


def was_warned() -> bool:
    """Whether the red box stood before whoever sent this."""
    return any(request.form.getlist("warned"))
