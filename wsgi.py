"""The app for a WSGI server."""

import sys

from app import create_app
from app.tilkobling import UsikkertOppsett

try:
    app = create_app()
except UsikkertOppsett as feil:
    sys.exit(f"Kan ikke starte: {feil}")
