"""Starts the app and holds it together: `python -m resident.supervisor`.

Before: assets, secrets, migrations and, in demo mode, the demo community, each done once however
many processes follow. Then the web processes and the worker: what ends by itself is started again, after
growing pauses, until that has failed so often that only a person can help.
"""
