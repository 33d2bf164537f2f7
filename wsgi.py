"""The app for a WSGI server."""

import os
import sys

from app import create_app
from app.config import les_config
from app.trygghet import UsikkertOppsett

try:
    app = create_app(les_config(kommando=os.environ.get("FLASK_RUN_FROM_CLI") == "true"))
except UsikkertOppsett as feil:
    sys.exit(f"Kan ikke starte: {feil}")
