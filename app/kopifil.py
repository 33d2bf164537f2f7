"""Kopifil: a back-up as a file, encrypted in pieces under a key of its own, so that a cut or changed one is known.

A line that names the format, a header that anyone may read (when, of what), and the pieces: AES-256-GCM under a key
made from the operator's and the file's own salt. Each piece is bound to the header, to its number, and to whether it
is the last. The first holds nothing, and tells a wrong key from a damaged file.
"""

import base64
import errno
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = b"IMDinett Mottak, sikkerhetskopi 1\n"
BIT = 1 << 20
TEGN = 4
"""Bytes that tell how long the header, or a piece, is."""


class Kopifeil(Exception):
    """The back-up cannot be written or used; the message is for the operator."""


@dataclass(frozen=True)
class Hode:
    """What the file says of itself: nothing of anybody."""

    tatt: str
    merke: str
    """The brand of database."""
    skjema: str
    versjon: str
    """The program's."""
    salt: str

    @property
    def tidspunkt(self) -> datetime:
        return datetime.fromisoformat(self.tatt)


def skriv(fil: Path, noekkel: str, hode: Hode, biter: Iterable[bytes]) -> None:
    """The file as a whole, on disk, readable to its owner only; or none at all. Raises Kopifeil."""
    if fil.exists():
        raise Kopifeil(f"{fil} finnes. En sikkerhetskopi skrives aldri over en annen.")
    halv = fil.with_name(f"{fil.name}.ufullstendig")
    try:
        with _meldt(fil), ny_fil(halv) as ut:
            _skriv(ut, noekkel, hode, biter)
        os.replace(halv, fil)
    finally:
        halv.unlink(missing_ok=True)
    behold(fil.parent)


def les_hode(fil: Path) -> Hode:
    """Raises Kopifeil where it is no back-up."""
    with _meldt(fil), fil.open("rb") as inn:
        return _les_hode(inn)[0]


def les(fil: Path, noekler: Sequence[str]) -> Iterator[bytes]:
    """What was put in, piece by piece. Raises Kopifeil where no key is the file's, and where it is cut or changed."""
    with _meldt(fil), fil.open("rb") as inn:
        hode, raatt = _les_hode(inn)
        foerste = _les_bit(inn)
        laas = next((laas for n in noekler if _passer(laas := _laas(n, hode), foerste, raatt)), None)
        if laas is None:
            raise Kopifeil(f"{fil} er ikke laget med noen av nøklene i KOPI_KEY.")
        nummer, siste = 1, False
        while not siste:
            bit, siste = _aapne(laas, nummer, _les_bit(inn), raatt)
            nummer += 1
            yield bit
        if inn.read(1):
            raise ValueError


@contextmanager
def ny_fil(fil: Path) -> Iterator[BinaryIO]:
    """A file that only its owner can read, on disk when it is closed; what is left of an earlier one is taken away."""
    fil.unlink(missing_ok=True)
    with os.fdopen(os.open(fil, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as ut:
        yield ut
        ut.flush()
        os.fsync(ut.fileno())


def behold(mappe: Path) -> None:
    """What the folder's files are called now is on disk; Windows cannot be asked."""
    if os.name == "posix":
        aapen = os.open(mappe, os.O_RDONLY)
        os.fsync(aapen)
        os.close(aapen)


def _skriv(ut: BinaryIO, noekkel: str, hode: Hode, biter: Iterable[bytes]) -> None:
    raatt, laas = json.dumps(asdict(hode)).encode(), _laas(noekkel, hode)
    ut.write(FORMAT + len(raatt).to_bytes(TEGN, "big") + raatt)
    forrige = b""
    nummer = 0
    for nummer, bit in enumerate(biter, start=1):
        _skriv_bit(ut, laas.encrypt(_nonse(nummer - 1), forrige, raatt))
        forrige = bit
    if not nummer:
        raise Kopifeil("Det er ingenting å kopiere.")
    _skriv_bit(ut, laas.encrypt(_nonse(nummer, siste=True), forrige, raatt))


def _skriv_bit(ut: BinaryIO, bit: bytes) -> None:
    ut.write(len(bit).to_bytes(TEGN, "big") + bit)


def _les_hode(inn: BinaryIO) -> tuple[Hode, bytes]:
    if inn.read(len(FORMAT)) != FORMAT:
        raise Kopifeil(f"{inn.name} er ikke en sikkerhetskopi herfra.")
    raatt = _les_bit(inn)
    return Hode(**json.loads(raatt)), raatt


def _les_bit(inn: BinaryIO) -> bytes:
    lengde = int.from_bytes(inn.read(TEGN), "big")
    bit = inn.read(min(lengde, 2 * BIT))
    if not bit or len(bit) != lengde:
        raise ValueError
    return bit


def _passer(laas: AESGCM, foerste: bytes, raatt: bytes) -> bool:
    try:
        return laas.decrypt(_nonse(0), foerste, raatt) == b""
    except InvalidTag:
        return False


def _aapne(laas: AESGCM, nummer: int, bit: bytes, raatt: bytes) -> tuple[bytes, bool]:
    """The piece, and whether it is the last."""
    try:
        return laas.decrypt(_nonse(nummer), bit, raatt), False
    except InvalidTag:
        return laas.decrypt(_nonse(nummer, siste=True), bit, raatt), True


def _laas(noekkel: str, hode: Hode) -> AESGCM:
    """A key for this file alone, so that the pieces may be numbered from nought."""
    utledet = HKDF(SHA256(), 32, salt=bytes.fromhex(hode.salt), info=FORMAT)
    return AESGCM(utledet.derive(base64.urlsafe_b64decode(noekkel)))


def _nonse(nummer: int, *, siste: bool = False) -> bytes:
    return nummer.to_bytes(11, "big") + bytes([siste])


@contextmanager
def _meldt(fil: Path) -> Iterator[None]:
    """What goes wrong with a file is a sentence."""
    try:
        yield
    except (ValueError, TypeError, InvalidTag) as feil:
        raise Kopifeil(f"{fil} er kuttet eller endret.") from feil
    except OSError as feil:
        raise som_kopifeil(feil, fil) from feil


def som_kopifeil(feil: OSError, fil: Path) -> Kopifeil:
    """Why a file could not be read or written."""
    if feil.errno in (errno.ENOSPC, errno.EDQUOT):
        return Kopifeil(f"Disken er full: {fil} fikk ikke plass. Ingenting er skrevet.")
    return Kopifeil(f"{fil} kan ikke brukes: {errno.errorcode.get(feil.errno or 0, 'ukjent feil')}.")
