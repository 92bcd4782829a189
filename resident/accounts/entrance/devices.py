"""What a signed-in device is called, from the little its browser says of itself."""

from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words

# The first sign found decides: WeChat names Chrome too, Edge and Chrome name Safari, Android names Linux.
BROWSERS: tuple[tuple[str, str, Words], ...] = (
    ("MicroMessenger", "wechat", _l("WeChat")),
    ("EdgA", "edge", "Edge"),
    ("EdgiOS", "edge", "Edge"),
    ("Edg/", "edge", "Edge"),
    ("HuaweiBrowser", "huawei", _l("Huawei browser")),
    ("MiuiBrowser", "xiaomi", _l("Xiaomi browser")),
    ("MQQBrowser", "qq", _l("QQ browser")),
    ("UCBrowser", "uc", _l("UC browser")),
    ("Firefox", "firefox", "Firefox"),
    ("FxiOS", "firefox", "Firefox"),
    ("CriOS", "chrome", "Chrome"),
    ("Chrome", "chrome", "Chrome"),
    ("Safari", "safari", "Safari"),
)
SYSTEMS: tuple[tuple[str, str, Words], ...] = (
    ("iPhone", "iphone", "iPhone"),
    ("iPad", "ipad", "iPad"),
    ("HarmonyOS", "harmony", _l("HarmonyOS")),
    ("OpenHarmony", "harmony", _l("HarmonyOS")),
    ("Android", "android", _l("Android")),
    ("Windows", "windows", "Windows"),
    ("Macintosh", "mac", "Mac"),
    ("Linux", "linux", "Linux"),
)
BROWSER_WORDS = {code: words for _sign, code, words in BROWSERS}
SYSTEM_WORDS = {code: words for _sign, code, words in SYSTEMS}


def device_of(user_agent: str) -> str:
    """`wechat android`: browser and system by their codes, all that is kept of a user agent; either may be `-`."""
    return f"{_first(BROWSERS, user_agent)} {_first(SYSTEMS, user_agent)}"


def device_words(device: str) -> str:
    """A device in the reader's language: `WeChat on Android`."""
    browser_code, _space, system_code = device.partition(" ")
    browser, system = BROWSER_WORDS.get(browser_code), SYSTEM_WORDS.get(system_code)
    if browser and system:
        return _("%(browser)s on %(system)s", browser=browser, system=system)
    return str(browser or system or _("Unknown device"))


def _first(signs: tuple[tuple[str, str, Words], ...], user_agent: str) -> str:
    return next((code for sign, code, _words in signs if sign in user_agent), "-")
