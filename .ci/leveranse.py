"""What is delivered: licences (`lisenser`), a bill of materials (`sbom FILE`), known weaknesses (`raad`).

Reads the locked requirements of production and what is installed. Each ends with another code than 0 where it could
not do its work: an advisory service that cannot be asked is a failure, never «no weaknesses found».
"""

import json
import re
import sys
from importlib import metadata
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

ROT = Path(__file__).resolve().parent.parent
TJENESTE = "https://api.osv.dev/v1/querybatch"
TILLATT = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-3.0-only", "MIT", "MIT-0", "MPL-2.0", "PSF-2.0",
    "Unlicense", "ZPL-2.1",
}  # fmt: skip
"""LGPL is psycopg's, which is used as it comes."""
KLASSER = {
    "MIT License": "MIT", "BSD License": "BSD-3-Clause", "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "The Unlicense (Unlicense)": "Unlicense",
    "Zope Public License": "ZPL-2.1",
}  # fmt: skip
"""The names that older packages use."""


def laaste(fil: str = "requirements-postgres.txt") -> dict[str, tuple[str, list[str]]]:
    """Package → version and checksums."""
    biter = re.split(r"\n(?=[\w.-]+==)", (ROT / fil).read_text("utf-8"))[1:]
    return {
        navn: (versjon, re.findall(r"sha256:([0-9a-f]{64})", bit)) for bit in biter for navn, versjon in [_del(bit)]
    }


def _del(bit: str) -> tuple[str, str]:
    navn, versjon = re.match(r"([\w.-]+)==([^\s;\\]+)", bit).groups()
    return navn, versjon


def lisens(navn: str) -> set[str]:
    """The licences that a package offers to choose from; empty where it is not installed here."""
    try:
        om = metadata.metadata(navn)
    except metadata.PackageNotFoundError:
        return set()
    uttrykk = om.get("License-Expression") or (om.get("License") or "").strip()
    klasser = {k.rpartition(" :: ")[2] for k in om.get_all("Classifier") or [] if k.startswith("License :: ")}
    if uttrykk and len(uttrykk) < 60 and not klasser:
        return set(re.split(r" OR ", uttrykk.replace("ZPL 2.1", "ZPL-2.1")))
    return {KLASSER.get(klasse, klasse) for klasse in klasser} or {"ukjent"}


def lisenser(pakker: dict[str, set[str]]) -> list[str]:
    """What may not be delivered: a package none of whose licences is allowed."""
    return [f"{navn}: {', '.join(sorted(har))}" for navn, har in pakker.items() if har and not har & TILLATT]


def sbom() -> dict[str, object]:
    """CycloneDX 1.6, the same each time for the same lock."""
    deler = [
        {
            "type": "library", "bom-ref": f"pkg:pypi/{navn}@{versjon}", "name": navn, "version": versjon,
            "purl": f"pkg:pypi/{navn}@{versjon}",
            "licenses": [{"expression": " OR ".join(sorted(lisens(navn)))}] if lisens(navn) else [],
            "hashes": [{"alg": "SHA-256", "content": sum_} for sum_ in summer],
        }
        for navn, (versjon, summer) in laaste().items()
    ]  # fmt: skip
    prosjekt = re.search(r'^version = "(.+)"', (ROT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    selv = {"type": "application", "bom-ref": "imdinett-mottak", "name": "imdinett-mottak", "version": prosjekt[1]}
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": selv},
        "components": deler,
        "dependencies": [{"ref": "imdinett-mottak", "dependsOn": [del_["bom-ref"] for del_ in deler]}],
    }  # fmt: skip


def raad(tjeneste: str = TJENESTE) -> list[str]:
    """The known weaknesses of exactly these versions. Raises URLError, OSError or ValueError where nobody answers."""
    pakker = laaste()
    spurt = [{"package": {"name": n, "ecosystem": "PyPI"}, "version": v} for n, (v, _) in pakker.items()]
    kropp = json.dumps({"queries": spurt}).encode()
    forespoersel = Request(tjeneste, kropp, {"Content-Type": "application/json"})  # noqa: S310  # our address, or the operator's
    with urlopen(forespoersel, timeout=30) as svar:  # noqa: S310
        funnet = json.load(svar)["results"]
    if len(funnet) != len(pakker):
        raise ValueError("svaret gjelder ikke alle pakkene")
    return [f"{n}: {svakhet['id']}" for n, f in zip(pakker, funnet, strict=True) for svakhet in f.get("vulns", [])]


def main(argumenter: list[str]) -> int:
    match argumenter:
        case ["lisenser"]:
            feil = lisenser({navn: lisens(navn) for navn in laaste()})
        case ["sbom", fil]:
            Path(fil).write_text(json.dumps(sbom(), indent=1, sort_keys=True) + "\n", "utf-8")
            feil = []
        case ["raad", *annen] if len(annen) < 2:
            try:
                feil = raad(*annen)
            except (URLError, OSError, ValueError, KeyError) as hvorfor:
                print(f"IKKE KONTROLLERT: {annen[0] if annen else TJENESTE} svarte ikke som den skal ({hvorfor}).")
                return 2
        case _:
            print(__doc__)
            return 2
    print("\n".join(feil) or f"I orden: {len(laaste())} pakker.")
    return bool(feil)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
