"""Starts everything from a bare Python: the demo, the tests and the maintenance commands."""

import argparse
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from urllib.request import urlopen
from xml.etree import ElementTree

if sys.version_info < (3, 11):
    sys.exit(f"Trenger Python 3.11 eller nyere. {sys.executable} er {sys.version.split()[0]}.")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
FLASK = (PYTHON, "-m", "flask", "--app", ROOT / "wsgi.py")
DEMO, TESTS = "requirements.txt", "requirements-test.txt"  # the second holds all of the first
NEEDED = {DEMO: "waitress", TESTS: "pytest"}  # what tells that they are there

CHECKS = {
    "ruff": ("ruff", "check", "--quiet"),
    "ruff format": ("ruff", "format", "--check", "--quiet"),
    "import-linter": ("lint-imports", "--no-logo"),
    "mypy": ("mypy",),
    "static/bygd": ("python", ".ci/statisk.py", "--kontroller"),
    "djlint": ("djlint", "templates", "--lint", "--quiet"),
}
ELSEWHERE = "Andre steder: "
"""So begins why a test is skipped that not even CI must run: what it needs is not ours to bring along."""
PARALLEL = ("-n", "auto", "--dist", "worksteal")


def main(arguments):
    command, rest = arguments[:1], arguments[1:]
    if command == ["test"]:
        return test(rest)
    if command == ["statisk"]:
        prepare(TESTS)
        return call(PYTHON, ROOT / ".ci" / "statisk.py")
    if command == ["sjekk"]:
        prepare(TESTS)
        return bool(failed_checks())
    os.environ.setdefault("MOTTAK_ENV", "demo")
    os.environ.setdefault("MOTTAK_DATA", str(ROOT / "instance"))
    if command == ["cli"]:
        return cli(rest)
    return serve(read_options(arguments))


def read_options(arguments):
    parser = argparse.ArgumentParser(
        description="Starter demoen av IMDinett Mottak.",
        epilog="Se også «run.py test [--alt] [argumenter til pytest]», «run.py sjekk», «run.py statisk» "
        "og «run.py cli [kommando]».",
    )
    parser.add_argument("--port", type=int, default=8000, help="porten på 127.0.0.1 (8000)")
    parser.add_argument("--reset", action="store_true", help="begynn med ferske demodata")
    options = parser.parse_args(arguments)
    if not 0 < options.port < 65536:
        parser.error("porten må være fra 1 til 65535")
    return options


# --- Demo and commands --------------------------------------------------------------------------------


def serve(options):
    if taken(options.port):
        sys.exit(f"Port {options.port} er opptatt. Velg en annen: python3 run.py --port {options.port + 1}")
    os.environ.setdefault("BASE_URL", f"http://127.0.0.1:{options.port}")
    prepare(DEMO)
    os.chdir(ROOT)
    failed = call(*FLASK, "demo", *(["--reset"] if options.reset else []))
    return failed or become(PYTHON, "-m", "app.server", "--port", options.port, "--announce")


def cli(arguments):
    """A maintenance command, in the folder of whoever asks: it may name a file there."""
    prepare(DEMO)
    os.environ["MOTTAK_KOMMANDO"] = "python3 run.py cli"
    return become(*FLASK, *arguments)


def taken(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


# --- Tests --------------------------------------------------------------------------------------------


def test(arguments):
    """Everything but what is long, which --alt adds; with arguments for pytest only what they name, and no checks."""
    named = [argument for argument in arguments if argument != "--alt"]
    long = ("-m", "") if (named or "--alt" in arguments) and "-m" not in named else ()
    prepare(TESTS)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each of a hundred processes would compile the app anew
    failed = [] if named else failed_checks()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        if call_patiently(PYTHON, "-m", "pytest", f"--junit-xml={report}", *long, *(named or PARALLEL)):
            failed.append("pytest")
        skipped = read_skipped(report)
    for reason, tests in skipped:
        print(f"\n!!! IKKE PRØVD ({tests} tester): {reason}")
    if os.environ.get("CI") == "true" and any(not reason.startswith(ELSEWHERE) for reason, _ in skipped):
        failed.append("hoppet over tester")
    if failed:
        print("\nFeilet:", ", ".join(failed))
    return bool(failed)


def failed_checks():
    """The names of the checks that say no; what is wrong they print themselves."""
    os.chdir(ROOT)
    return [name for name, (tool, *arguments) in CHECKS.items() if call(BIN / tool, *arguments)]


def read_skipped(report):
    """The reasons that tests were skipped for, with how many tests each of them stopped."""
    if not report.exists():
        return []
    marks = ElementTree.parse(report).iter("skipped")  # noqa: S314
    reasons = [mark.get("message", "") for mark in marks if mark.get("type") == "pytest.skip"]
    return [(reason, reasons.count(reason)) for reason in sorted(set(reasons))]


# --- Environment --------------------------------------------------------------------------------------


def prepare(requirements):
    """Makes .venv with the locked packages, and anew where it is not as it should be; but only one that is ours."""
    if not ours() or os.environ.get("MOTTAK_ENV") == "production":
        use_as_it_is(requirements)
        return
    stamp = VENV / "complete"
    here = f"{ROOT} {sys.version} ".encode() + b"".join((ROOT / name).read_bytes() for name in (DEMO, TESTS))
    wanted = hashlib.sha256(here).hexdigest()
    enough = (f"{wanted} {requirements}", f"{wanted} {TESTS}")
    if stamp.exists() and stamp.read_text() in enough and works(requirements):
        return
    print("Gjør klart Python-miljøet i .venv. Det tar et øyeblikk.", flush=True)
    venv.EnvBuilder(clear=True, symlinks=os.name != "nt").create(VENV)
    (VENV / "made-by-run.py").touch()
    install(requirements)
    stamp.write_text(f"{wanted} {requirements}")


def ours():
    """Whether .venv is this program's to empty: made by it here, or not there at all. A link leads to another's."""
    made = any((VENV / mark).exists() for mark in ("made-by-run.py", "complete"))
    return not VENV.is_symlink() and (made or not VENV.exists())


def use_as_it_is(requirements):
    """An environment that someone else made, and the one of a production, are never touched: they do, or we stop."""
    if not works(requirements):
        sys.exit(
            f"Miljøet {VENV} mangler pakkene, og run.py rører det ikke: det er ikke laget av run.py, eller "
            "MOTTAK_ENV er production. Installer pakkene i det (docs/drift.md), eller flytt det unna."
        )


def works(requirements):
    try:
        return not call(PYTHON, "-c", f"import flask, {NEEDED[requirements]}", stderr=subprocess.DEVNULL)
    except OSError:
        return False


def install(requirements):
    what = ("install", "--quiet", "--require-hashes", "-r", ROOT / requirements)
    uv = shutil.which("uv")
    if uv and not call(uv, "pip", *what, "--compile-bytecode", "--python", PYTHON):
        return
    with tempfile.TemporaryDirectory() as folder:
        pip = (PYTHON, *find_pip(Path(folder)))
        if call(*pip, *what, "--quiet", "--disable-pip-version-check"):
            sys.exit("Fikk ikke installert pakkene. Prøv igjen når nettet er der.")


def find_pip(folder):
    """Python's own pip, or the one in uv.lock: Debian and Ubuntu ship Python without."""
    if not call(PYTHON, "-m", "ensurepip", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        return "-m", "pip"
    import tomllib  # not in the old Pythons that must get as far as the message on top

    packages = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    wheel = next(package for package in packages if package["name"] == "pip")["wheels"][0]
    with urlopen(wheel["url"], timeout=60) as answer:
        content = answer.read()
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != wheel["hash"]:
        sys.exit("Pip som ble hentet, har feil kontrollsum.")
    path = folder / wheel["url"].rpartition("/")[2]
    path.write_bytes(content)
    return (path / "pip",)


# --- Processes ----------------------------------------------------------------------------------------


def call(*command, **streams):
    return subprocess.call([str(part) for part in command], **streams)


def call_patiently(*command):
    """Like call, but a stop is left to the child, which may have a database server to take down first."""
    signal.signal(signal.SIGINT, lambda *_: None)  # the terminal tells the child too
    child = subprocess.Popen([str(part) for part in command])
    signal.signal(signal.SIGTERM, lambda *_: child.send_signal(signal.SIGINT))
    return child.wait()


def become(*command):
    """Ends this process in the command's place, so that signals and the exit code are the command's own."""
    words = [str(part) for part in command]
    if os.name == "nt":
        return subprocess.call(words)
    return os.execv(words[0], words)  # noqa: S606


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
