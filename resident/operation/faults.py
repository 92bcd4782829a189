"""Why something the operator asked for is not done."""

import click


class Refused(click.ClickException):
    """Something is not done, for a reason that a few lines can say; a command ends with them alone."""
