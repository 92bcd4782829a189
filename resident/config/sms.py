"""How text messages are sent: an account with a provider, the signature, and the templates that were filed there."""

from collections.abc import Mapping

from resident.config.options import SettingsError, SmsSettings

PREFIX = "RESIDENT_SMS"
PROVIDERS = ("aliyun", "tencent")
KINDS = ("code", "handed", "done", "place", "danger")
ALWAYS = ("KEY_ID", "KEY_SECRET", "SIGN", "TEMPLATE_CODE")
TENCENT_TOO = ("APP",)


def sms_settings(env: Mapping[str, str]) -> SmsSettings | None:
    """Read `RESIDENT_SMS…`; None where no provider is named. Raises SettingsError where it is half filled or misspelled."""
    given = {name: text.strip() for name, text in env.items() if name.startswith(PREFIX) and text.strip()}
    provider = given.pop(PREFIX, "").lower()
    known = {f"{PREFIX}_{name}" for name in (*ALWAYS, *TENCENT_TOO, *(f"TEMPLATE_{kind.upper()}" for kind in KINDS))}
    if unknown := sorted(given.keys() - known):
        raise SettingsError(
            f"There is no setting {unknown[0]}. Those for text messages are: {', '.join(sorted(known))}"
        )
    if not provider:
        if given:
            raise SettingsError(
                f"{sorted(given)[0]} is set, and {PREFIX} is not: it names the provider, aliyun or tencent"
            )
        return None
    if provider not in PROVIDERS:
        raise SettingsError(f"{PREFIX} must be one of: {', '.join(PROVIDERS)}")
    return _filled(provider, {name.removeprefix(f"{PREFIX}_"): text for name, text in given.items()})


def _filled(provider: str, given: Mapping[str, str]) -> SmsSettings:
    needed = (*ALWAYS, *(TENCENT_TOO if provider == "tencent" else ()))
    if missing := [f"{PREFIX}_{name}" for name in needed if name not in given]:
        raise SettingsError(
            f"{PREFIX}={provider} needs {', '.join(missing)} as well. Without them no code would arrive."
        )
    if any(not text.isprintable() or not (text.isascii() or name == "SIGN") for name, text in given.items()):
        raise SettingsError(f"{PREFIX}_…: keys and numbers are letters, digits and signs without spaces inside")
    return SmsSettings(
        provider=provider,
        key_id=given["KEY_ID"],
        key_secret=given["KEY_SECRET"],
        sign=given["SIGN"].strip("【】"),
        templates={kind: text for kind in KINDS if (text := given.get(f"TEMPLATE_{kind.upper()}", ""))},
        app=given.get("APP", ""),
    )
