"""Compiled templates that the apps of a test run share."""

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Minne(BytecodeCache):
    """In memory: a template is compiled once per process, as in production."""

    def __init__(self) -> None:
        self._kode: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kode:
            bucket.bytecode_from_string(self._kode[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kode[bucket.key] = bucket.bytecode_to_string()
