"""What an e-mail address is, said once: for the forms, the registers, the setup, and the one who sends."""

from email.headerregistry import Address

from email_validator import validate_email


def les_adresse(tekst: str) -> Address:
    """One address that can be sent to, its domain as the mail servers know it. Raises ValueError.

    A name before the @ that is not ASCII is refused: far from every server takes it. Nothing is looked up.
    """
    funnet = validate_email(tekst, check_deliverability=False, allow_smtputf8=False, strict=True)
    navn, domene = funnet.local_part, funnet.ascii_domain
    if domene[-2] == ".":
        raise ValueError("half a top domain: none has one letter")
    return Address(username=navn, domain=domene)


def samme_adresse(en: str, annen: str) -> bool:
    """Whether both lead to one mailbox: case means nothing, nor whether a domain is written with æ, ø and å."""
    return _postkasse(en) == _postkasse(annen)


def _postkasse(tekst: str) -> str:
    try:
        return les_adresse(tekst).addr_spec.lower()
    except ValueError:
        return tekst.lower()
