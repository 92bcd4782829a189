"""The ways out of the app: what each can do, what may come of a call, and how they are found."""

from resident.notifications.channels.ways import (
    CHANNELS,
    Channel,
    Ending,
    Outcome,
    Ready,
    channel_of,
    register_channel,
)

__all__ = ["CHANNELS", "Channel", "Ending", "Outcome", "Ready", "channel_of", "register_channel"]
