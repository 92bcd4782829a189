"""The ways out of the app: what each can do, what may come of a call, and how they are found."""

from resident.notifications.channels.ways import (
    CHANNELS,
    ROBOT,
    Channel,
    Ending,
    Outcome,
    Ready,
    body_of,
    channel_of,
    lane_of_body,
    register_channel,
)

__all__ = [
    "CHANNELS",
    "ROBOT",
    "Channel",
    "Ending",
    "Outcome",
    "Ready",
    "body_of",
    "channel_of",
    "lane_of_body",
    "register_channel",
]
