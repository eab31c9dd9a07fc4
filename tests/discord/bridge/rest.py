"""The REST side: a request is read, checked, refused or served, and written down."""

import io
import json
import re
import time
import urllib.parse

from aiohttp import web
from simcord.backend.errors import BackendError
from simcord.http import router

from . import routes, rules  # noqa: F401  (importing routes registers them)
from .shapes import without_nulls
from .weather import headers

API = re.compile(r"^/api(?:/v(\d+))?(/.*)$")
CALLBACK = re.compile(r"^/interactions/(\d+)/([^/]+)/callback$")
TOKENED = re.compile(r"^/webhooks/\d+/([^/]+)")
WEBHOOK = re.compile(r"^/webhooks/\d+/[^/]+$")
# Answers that promise another one: thinking, and thinking about the message that was clicked.
DEFERRED = (5, 6)
LATE, TWICE = 10062, 40060


class Upload:
    """A file of a multipart request, in the form that simcord reads."""

    def __init__(self, index, filename, data):
        self.index, self.filename, self.data = index, filename, data
        self.description = None

    @property
    def fp(self):
        """The content as a file; simcord reads it once."""
        return io.BytesIO(self.data)


async def read(request):
    """The body and the files of a request."""
    if request.content_type.startswith("multipart/"):
        body, fields, files = None, {}, []
        async for part in await request.multipart():
            data = bytes(await part.read(decode=True))
            if part.name == "payload_json":
                body = json.loads(data)
            elif part.filename:
                digits = re.sub(r"\D", "", part.name)
                files.append(Upload(int(digits or 0), part.filename, data))
            else:
                fields[part.name] = data.decode()
        return (fields or None) if body is None else body, sorted(files, key=lambda f: f.index)
    raw = await request.read() if request.can_read_body else b""
    return (json.loads(raw) if raw else None), []


class Rest:
    """Serves `/api`."""

    def __init__(self, token, world, journal, desk, weather, description, shapes, gateway, slips):
        self.token, self.world, self.journal, self.desk, self.slips = token, world, journal, desk, slips
        self.weather, self.description, self.shapes, self.gateway = weather, description, shapes, gateway

    async def __call__(self, request):
        received = time.monotonic()
        matched = API.match(request.path)
        if not matched:
            return problem(404, "404: Not Found")
        path, method, query = matched[2].rstrip("/") or "/", request.method, dict(request.query)
        try:
            body, files = await read(request)
        except ValueError:
            self.journal.violation(f"{method} {path}", "a body that is no JSON")
            return problem(400, "The request body contains invalid JSON.", 50109)
        describe(body, files)
        self.slips.came(method, path, files, received)
        entry = self.journal.request(
            method=method,
            path=path,
            query=query,
            body=body,
            files=[self.journal.file(file) for file in files],
            reason=urllib.parse.unquote(request.headers.get("X-Audit-Log-Reason", "")),
        )
        if matched[1] != "10":
            self.journal.violation(f"{method} {request.path}", "the address names no version 10")
        response = await self.serve(request, method, path, query, body, files, entry)
        entry["status"] = response.status
        entry["ms"] = round((time.monotonic() - received) * 1000, 3)
        self.note_answer(method, path, body, response, received)
        return response

    async def serve(self, request, method, path, query, body, files, entry):
        """The answer."""
        open_to_all = path == "/gateway" or path.startswith("/interactions/") or TOKENED.match(path)
        if not open_to_all and request.headers.get("Authorization") != f"Bot {self.token}":
            return problem(401, "401: Unauthorized")
        limited = self.weather.limited(method, path, body)
        if limited is not None:
            return limited
        fault = self.weather.fault(method, path)
        if fault is not None and not fault.performed:
            refused = await fault.response(request)
            if refused is not None:
                return refused
        response = self.gateway_address(path) or self.perform(request, method, path, query, body, files, entry)
        if fault is not None and fault.performed:
            return await fault.response(request) or response
        return response

    def gateway_address(self, path):
        """The routes that say where the gateway is."""
        if path == "/gateway":
            return web.json_response({"url": self.gateway.address})
        if path == "/gateway/bot":
            return web.json_response(self.gateway.limits())
        return None

    def perform(self, request, method, path, query, body, files, entry):
        """Checks the request and lets simcord do it."""
        where = f"{method} {path}"
        for place, fault in self.description.faults(method, path, query, strings_for_ids(body)):
            self.journal.violation(where, fault, place)
        for rule in rules.broken(method, path, body, files):
            self.journal.violation(where, rule)
        if "/commands" in path:
            body = without_nulls(body)
        reason = entry["reason"] or None
        try:
            answer = router.dispatch(
                self.world.books, method, path, json=body, params=query, files=files, reason=reason
            )
        except (router.RouteNotImplemented, router.UnsupportedField) as gap:
            self.journal.gap(str(gap))
            return problem(501, str(gap))
        except BackendError as refusal:
            entry["error"] = refusal.to_json()
            self.note_refusal(where, refusal)
            return web.json_response(refusal.to_json(), status=refusal.status, headers=headers())
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            self.journal.gap(f"{where}: {type(error).__name__}: {error}")
            return problem(500, f"bridge: {type(error).__name__}: {error}")
        if answer is None or self.silent(method, path, query):
            return web.Response(status=204, headers=headers())
        return web.json_response(self.shapes.complete(answer), headers=headers())

    def silent(self, method, path, query):
        """Whether Discord answers this with no content although something was made."""
        if path.endswith("/callback"):
            return query.get("with_response", "false") != "true"
        if method != "POST" or not WEBHOOK.match(path):
            return False
        of_interaction = path.split("/")[3] in self.world.books.interaction_tokens
        return not of_interaction and query.get("wait") != "true"

    def note_refusal(self, where, refusal):
        """Refusals that only a mistake of the bot brings about."""
        if refusal.code == LATE:
            self.journal.violation(where, "an answer later than 3 s, or to no interaction")
        elif refusal.code == TWICE:
            self.journal.violation(where, "a second first answer to one interaction")
        elif refusal.status == 400:
            self.journal.violation(where, f"refused: {refusal.message}")

    def note_answer(self, method, path, body, response, received):
        """Tells whoever waits that an interaction was answered."""
        if response.status >= 300:
            return
        first = CALLBACK.match(path)
        if first:
            waiting = self.desk.by_id.get(int(first[1]))
            if waiting is not None:
                self.journal.answered(waiting, received, time.monotonic())
                self.slips.answered(waiting, body)
                waiting.answered(finished=body.get("type") not in DEFERRED)
            return
        later = TOKENED.match(path)
        waiting = later and self.desk.by_token(later[1])
        if waiting and method in ("POST", "PATCH", "DELETE"):
            self.slips.answered(waiting, body)
            waiting.answered(finished=True)


def describe(body, files):
    """Gives every file the alternative text that the body declares for it."""
    if not isinstance(body, dict):
        return
    data = body.get("data") if isinstance(body.get("data"), dict) else body
    texts = {str(a.get("id")): a.get("description") for a in data.get("attachments") or [] if isinstance(a, dict)}
    for file in files:
        file.description = texts.get(str(file.index))


def strings_for_ids(body):
    """Discord takes the ids of attachments as numbers too, although its description wants strings."""
    if not isinstance(body, dict):
        return body
    if isinstance(body.get("data"), dict):
        return {**body, "data": strings_for_ids(body["data"])}
    if not isinstance(body.get("attachments"), list):
        return body
    renamed = [{**a, "id": str(a["id"])} if isinstance(a.get("id"), int) else a for a in body["attachments"]]
    return {**body, "attachments": renamed}


def problem(status, message, code=0):
    """An error as Discord words it."""
    return web.json_response({"message": message, "code": code}, status=status, headers=headers())
