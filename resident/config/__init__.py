"""Settings, read once from the environment when the app is made."""

from resident.config.environment import read_settings
from resident.config.options import ROOT, Settings, SettingsError, settings
from resident.config.secret_keys import WHAT_IS_RIGHT

__all__ = [
    "ROOT",
    "WHAT_IS_RIGHT",
    "Settings",
    "SettingsError",
    "read_settings",
    "settings",
]
