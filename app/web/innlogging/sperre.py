"""Where failed logins are counted for: the network they come from, unless it was no person who came.

Shared by the ways in; it is no room itself.
"""

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request
from flask_login import current_user

from app.db import arbeid
from app.domain.vern import forsoek


def er_sperret() -> bool:
    """Whether too many have failed here; whoever is logged in has not."""
    if current_user.is_authenticated:
        return False
    with arbeid(skriver=False):
        return forsoek.innlogging_sperret(_adresse())


def noter_mislykket() -> bool:
    """Count a failed login, in the caller's transaction. The answer is whether it was the one that reached a limit."""
    return _er_side() and forsoek.noter_mislykket_innlogging(_adresse())


def _er_side() -> bool:
    """Whether a person came here: a picture on another's page could otherwise use up the whole office's attempts."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _adresse() -> str:
    """Whom failed logins are counted for: the client's address, or for IPv6 the network that one customer has."""
    tekst = request.remote_addr or ""
    try:
        adresse = ip_address(tekst)
    except ValueError:
        return tekst
    return str(ip_network((adresse, 64), strict=False)) if isinstance(adresse, IPv6Address) else tekst
