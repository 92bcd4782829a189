"""Settings, read once from the environment when the app is made."""

from resident.config.environment import read_settings, wants_demo, where_data_lies
from resident.config.options import ROOT, Settings, SettingsError, SmsSettings, settings
from resident.config.secret_keys import WHAT_IS_RIGHT, keys_at_hand
from resident.config.sms import KINDS as SMS_KINDS

__all__ = [
    "ROOT",
    "SMS_KINDS",
    "WHAT_IS_RIGHT",
    "Settings",
    "SettingsError",
    "SmsSettings",
    "keys_at_hand",
    "read_settings",
    "settings",
    "wants_demo",
    "where_data_lies",
]
