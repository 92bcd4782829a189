"""The address at which people reach us: https, or this very machine."""

import ipaddress
from urllib.parse import urlsplit


def public_address(text: str, *, demo: bool) -> str:
    """The address without its last slash. Raises ValueError for one that would send codes and cookies in clear.

    Browsers keep no Secure cookie that comes by http, so that every form would be refused as too old; without
    Secure everybody on the way could sign in as anybody. On this machine itself, and in a demo, http is good enough.
    """
    url = text.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        is_address = (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and parts[2:] == ("", "", "")
            and url.isprintable()
            and " " not in url
        )
    except ValueError:
        is_address = False
    if url and not is_address:
        raise ValueError(f"RESIDENT_PUBLIC_URL is no address such as https://linli.example.cn: {url}")
    if url and parts.scheme == "http" and not demo and not _is_this_machine(parts.hostname or ""):
        raise ValueError(
            f"RESIDENT_PUBLIC_URL is {url}: over plain http nobody can sign in safely, and browsers would refuse our "
            "cookies. Put a proxy with a certificate in front and set RESIDENT_PUBLIC_URL=https://… with "
            "RESIDENT_TRUSTED_PROXIES=1; or listen on 127.0.0.1; or set RESIDENT_DEMO=1 to try it out."
        )
    return parts.geturl()


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
