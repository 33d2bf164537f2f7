"""Q8: what is delivered: licences, a bill of materials, advisories asked for or a loud no, no secret in any file, and
rules of our own for what no general scanner knows.
"""

import ast
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from huset.test_huset import PYTHON, navn, vaare_filer

from app.config import ROT

SKRIPT = ROT / ".ci/leveranse.py"
_sted = spec_from_file_location("leveranse", SKRIPT)
leveranse = module_from_spec(_sted)
_sted.loader.exec_module(leveranse)


def kjoer(*argumenter: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, SKRIPT, *map(str, argumenter)], capture_output=True, text=True)


def test_Q8_lisensene_er_tillatt() -> None:
    assert kjoer("lisenser").returncode == 0
    assert leveranse.lisenser({"fin": {"MIT", "ukjent"}, "fy": {"AGPL-3.0-only"}, "borte": set()}) == [
        "fy: AGPL-3.0-only"
    ]
    assert sum(not leveranse.lisens(pakke) for pakke in leveranse.laaste()) < 4, "those for other systems alone"


def test_Q8_stykklisten_er_laasen(tmp_path: Path) -> None:
    """CycloneDX: each locked package, with version, checksums and licence; the same again for the same lock."""
    assert kjoer("sbom", tmp_path / "a").returncode == kjoer("sbom", tmp_path / "b").returncode == 0
    liste = json.loads((tmp_path / "a").read_text())
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (liste["bomFormat"], liste["specVersion"]) == ("CycloneDX", "1.6")
    deler = {del_["name"]: del_ for del_ in liste["components"]}
    laast = dict(re.findall(r"^([\w.-]+)==([^ ;]+)", (ROT / "requirements-postgres.txt").read_text(), re.MULTILINE))
    assert {n: d["version"] for n, d in deler.items()} == laast and all(d["hashes"] for d in deler.values())
    assert deler["flask"]["licenses"] == [{"expression": "BSD-3-Clause"}]
    assert set(liste["dependencies"][0]["dependsOn"]) == {d["bom-ref"] for d in deler.values()}


@pytest.fixture
def tjeneste() -> Iterator[Callable[[Any], str]]:
    """An advisory service that answers what it is told to."""
    svar: list[Any] = []

    class Svarer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            spurt = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(svar[-1](spurt)).encode())

        def log_message(self, *_: object) -> None:
            pass

    tjener = HTTPServer(("127.0.0.1", 0), Svarer)
    threading.Thread(target=tjener.serve_forever, daemon=True).start()
    yield lambda med: svar.append(med) or f"http://127.0.0.1:{tjener.server_port}"
    tjener.shutdown()
    tjener.server_close()


def test_Q8_raad_som_ikke_kan_hentes_er_en_feil(tjeneste: Callable[[Any], str]) -> None:
    """Never a false green: no answer, an answer about fewer packages, and no JSON are failures."""
    assert kjoer("raad", "http://127.0.0.1:9").returncode == 2
    for galt in (lambda _s: {"results": [{}]}, lambda _s: {}, lambda _s: []):
        svar = kjoer("raad", tjeneste(galt))
        assert svar.returncode in (1, 2) and "I orden" not in svar.stdout
    svakt = kjoer("raad", tjeneste(lambda s: {"results": [{"vulns": [{"id": "X-1"}]}, *({} for _ in s[1:])]}))
    assert svakt.returncode == 1 and "alembic: X-1" in svakt.stdout
    assert kjoer("raad", tjeneste(lambda s: {"results": [{} for _ in s]})).returncode == 0


HEMMELIG = re.compile(
    rb"-----BEGIN [A-Z ]*PRIVATE KEY-----\n[A-Za-z0-9+/]{40}|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}"
    rb"|(?<![\w-])[A-Za-z0-9_-]{43}=(?![\w=])|(?:postgresql|smtps?)://[^:@/\s]+:(?!PASSORD|passord|pw|\{|%)[^@\s\"'\[]{6,}@"
)
"""Private keys, cloud and forge tokens, Fernet keys, passwords in addresses."""


def test_Q8_ingen_fil_holder_en_hemmelighet() -> None:
    kjente = (b"k='" + b"aB3_" * 10 + b"xyz='", b"smtp://per:" + b"hemmelig9@post.no")
    assert all(HEMMELIG.search(kjent) for kjent in kjente)
    filer = [fil for fil in vaare_filer() if fil.suffix not in (".png", ".woff2", ".lock", ".mo")]
    assert {navn(f): funnet[:12] for f in filer for funnet in HEMMELIG.findall(f.read_bytes())} == {}


REGLER: dict[str, tuple[re.Pattern[str], set[str]]] = {
    "SQL settes ikke sammen av tekst": (
        re.compile(r"""text\(\s*f["']|exec_driver_sql\(\s*f["']|execute\(\s*f["']|\bsa\.text\([^)]*(?:%|\.format\()"""),
        {"app/db.py", "app/eier.py", "app/kopi.py"},
    ),
    "maler er filer": (re.compile(r"render_template_string|Template\(|from_string\("), set()),
    "bare vis.py sier at noe er HTML": (re.compile(r"Markup\("), {"app/web/felles/vis.py"}),
    "adressen i lenker er BASE_URL": (re.compile(r"url_root|host_url|base_url=request|_external=True"), set()),
    "det som logges går gjennom driftslogg": (
        re.compile(r"(?<![\w.])print\(|logging\.(?:debug|info|warning|error|exception)\(|logger\."),
        {"app/driftslogg.py", "app/server.py"},
    ),
    "ingen tilfeldighet som kan gjettes": (re.compile(r"\brandom\.|uuid1\("), set()),
    "ingenting hentes fra nettet utenom de som skal": (
        re.compile(r"requests\.(?:get|post|Session)|urlopen\(|HTTPConnection\("),
        {"app/server.py", "app/web/felles/utsteder.py"},
    ),
    "ingen kode av tekst": (re.compile(r"\beval\(|\bexec\(|pickle|marshal\.|yaml\."), set()),
}  # fmt: skip
"""Rule → what it forbids, and where it may stand. Bandit's own rules are ruff's S, which `run.py sjekk` runs."""


@pytest.mark.parametrize("regel", REGLER)
def test_Q8_vaare_egne_regler(regel: str) -> None:
    forbudt, unntatt = REGLER[regel]
    kilder = {navn(fil): _uten_tekst(fil) for fil in PYTHON if not navn(fil).startswith("app/demo/")}
    assert {fil for fil, kilde in kilder.items() if forbudt.search(kilde)} <= unntatt


def _uten_tekst(fil: Path) -> str:
    """The code without docstrings and comments."""
    tre = ast.parse(fil.read_text("utf-8"))
    for node in ast.walk(tre):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value.value = ""
    return ast.unparse(tre)
