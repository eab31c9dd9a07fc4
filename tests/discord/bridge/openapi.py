"""Every request of the bot held against Discord's own description of its HTTP API."""

import gzip
import json
import pathlib
import re

import jsonschema_rs
from jsonschema import Draft202012Validator

DESCRIPTION = pathlib.Path(__file__).parent.parent / "openapi.json.gz"
METHODS = ("get", "post", "put", "patch", "delete")
BODIES = ("application/json", "multipart/form-data", "application/x-www-form-urlencoded")


class Operation:
    """One method of one path; its checker is compiled at the first use and kept."""

    def __init__(self, method, path, spec, components):
        self.method, self.path = method, path
        self.pattern = re.compile("^" + re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(path)) + "$")
        content = (spec.get("requestBody") or {}).get("content", {})
        schema = next((content[kind].get("schema") for kind in BODIES if kind in content), None)
        self.schema = schema and {**schema, "components": components}
        self.query = {p["name"] for p in spec.get("parameters", ()) if p.get("in") == "query"}
        self._fast = None

    def faults(self, body):
        """What is wrong with a body: (place, message) pairs."""
        if self.schema is None or body is None:
            return []
        if self._fast is None:
            self._fast = jsonschema_rs.Draft202012Validator(self.schema)
        if self._fast.is_valid(body):
            return []
        # Rare, so it may be slow: the explaining checker descends into the alternatives.
        found = [deepest(error) for error in Draft202012Validator(self.schema).iter_errors(body)]
        found = [("/".join(map(str, e.absolute_path)), e.message[:300]) for e in found]
        return found[:3] or [("", "refused by the description")]


def deepest(error):
    """The most telling of an error's causes: the one farthest into the body."""
    best = error
    for cause in error.context or ():
        inner = deepest(cause)
        if len(inner.absolute_path) > len(best.absolute_path):
            best = inner
    return best


class Description:
    """The operations of the API, found by request."""

    def __init__(self):
        spec = json.loads(gzip.decompress(DESCRIPTION.read_bytes()))
        components = {"schemas": spec["components"]["schemas"]}
        self.operations = {}
        for path, methods in spec["paths"].items():
            for method in METHODS:
                if method in methods:
                    operation = Operation(method.upper(), path, methods[method], components)
                    shared = methods.get("parameters", ())
                    operation.query |= {p["name"] for p in shared if p.get("in") == "query"}
                    self.operations.setdefault(method.upper(), []).append(operation)
        for operations in self.operations.values():
            # The most literal path first: `messages/@original` before `messages/{message_id}`.
            operations.sort(key=lambda operation: operation.path.count("{"))

    def find(self, method, path):
        """The operation of a request, or None."""
        return next((o for o in self.operations.get(method, ()) if o.pattern.match(path)), None)

    def faults(self, method, path, query, body):
        """All that the description has against a request."""
        operation = self.find(method, path)
        if operation is None:
            return [("", "Discord's description has no such route")]
        unknown = sorted(set(query) - operation.query)
        return [("?" + name, "no such query parameter") for name in unknown] + operation.faults(body)
