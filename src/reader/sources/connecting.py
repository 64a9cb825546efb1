"""HTTP addresses and clients, with one line of ours where the environment (proxy, certificates) is in the way."""

from __future__ import annotations

from typing import Any

import httpx

from reader.errors import DigestReaderError
from reader.i18n import msg


def address(url: str) -> httpx.URL:
    """`url`, taken apart. Raises httpx.InvalidURL also for a host that no name server can be asked for (`a..b`)."""
    taken = httpx.URL(url)
    try:
        taken.raw_host.decode("ascii").encode("idna")
        taken.host.encode("utf-8")  # "xn--" is no name in any script
    except UnicodeError as error:
        raise httpx.InvalidURL(str(error)) from error
    return taken


def new_client(failure: type[DigestReaderError], **settings: Any) -> httpx.Client:
    """A client with `settings` (those of `httpx.Client`), to be closed by whoever asks.

    Raises `failure` if the environment names a proxy or certificates that cannot be used. Neither is repeated in the
    message: the address of a proxy may hold a password.
    """
    try:
        return httpx.Client(**settings)
    except OSError as error:  # also ssl.SSLError
        raise failure(
            msg("the certificates that SSL_CERT_FILE or SSL_CERT_DIR name cannot be read ({reason})"),
            reason=error.strerror or type(error).__name__,
        ) from error
    except (ValueError, httpx.InvalidURL) as error:
        raise failure(
            msg(
                "the proxy that HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names cannot be used;"
                " its address must begin with http://, https://, socks5:// or socks5h://"
            )
        ) from error
