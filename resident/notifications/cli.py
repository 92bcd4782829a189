"""Commands for what leaves the app by text message."""

import click
from flask.cli import AppGroup

from resident.config import SettingsError, settings
from resident.notifications.channels.sms import CODE, TEMPLATES, as_filed

sms_cli = AppGroup("sms", help="Text messages.")
PROVIDERS = ("aliyun", "tencent")


@sms_cli.command("templates")
@click.option("--provider", type=click.Choice(PROVIDERS), help="Whose signs; otherwise those of RESIDENT_SMS.")
def templates(provider: str | None) -> None:
    """Print the sentences to file with the provider, word for word, and the setting for the number each one gets."""
    config = settings().sms
    name = provider or (config.provider if config else "")
    if not name:
        raise SettingsError(f"Whose signs? --provider {' or '.join(PROVIDERS)}, or set RESIDENT_SMS.")
    filed = config.templates if config else {}
    for template in TEMPLATES.values():
        click.echo(f"RESIDENT_SMS_TEMPLATE_{template.kind.upper()}  {filed.get(template.kind, '-')}")
        click.echo(f"  {'验证码' if template.kind == CODE else '通知短信'}")
        click.echo(f"  {as_filed(template, name, settings().public_url)}")
        click.echo(f"  {', '.join(f'{one}={value}' for one, value in template.examples.items())}")
