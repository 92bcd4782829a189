"""WSGI entry point."""

from resident import create_app

app = create_app()
