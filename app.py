"""WSGI entry point."""

from resident import create_app, logs

logs.setup()
app = create_app()
