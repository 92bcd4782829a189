"""Forms with photos as a browser sends them."""

import secrets


def multipart(fields: dict[str, str], photos: list[bytes]) -> tuple[bytes, str]:
    """The body of such a form, and its content type."""
    boundary = secrets.token_hex(12)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for number, data in enumerate(photos):
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="photos"; filename="{number}.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        parts.append(head.encode() + data + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
