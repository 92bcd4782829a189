"""The address at which people reach us: https, or this very machine."""

import ipaddress
from urllib.parse import urlsplit

MEND = """Put a proxy with a certificate in front. With Caddy these lines in /etc/caddy/Caddyfile are all it needs:

    {host} {{
        reverse_proxy 127.0.0.1:{port}
    }}

and start with HOST=127.0.0.1 PORT={port} RESIDENT_PUBLIC_URL=https://{host} RESIDENT_TRUSTED_PROXIES=1
Or listen on 127.0.0.1, or set RESIDENT_DEMO=1, to try it out."""


def public_address(text: str) -> str:
    """The address without its last slash. Raises ValueError for what is none."""
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
    return parts.geturl()


def in_clear(url: str, *, listens: str = "127.0.0.1", port: int = 8000) -> str:
    """Why people must not be served at this address by who `listens` there, and what mends it; '' where they may.

    Browsers keep no Secure cookie that comes by http, so that every form would be refused as too old; without
    Secure everybody on the way could sign in as anybody. On this machine itself http is good enough.
    """
    parts = urlsplit(url)
    is_far = not is_this_machine(listens)
    if not url or parts.scheme == "https" or (is_this_machine(parts.hostname or "") and not is_far):
        return ""
    host = parts.hostname or ""
    name = host if not is_this_machine(host) and not _is_number(host) else "linli.example.cn"
    where = f"The app would listen on {listens}" if is_far else f"RESIDENT_PUBLIC_URL is {url}"
    return (
        f"{where}: over plain http nobody can sign in safely, and browsers would refuse our cookies.\n"
        + MEND.format(host=name, port=port)
    )


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_this_machine(host: str) -> bool:
    """Whether nobody but this machine itself is reached there."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
