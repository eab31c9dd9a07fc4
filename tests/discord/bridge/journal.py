"""What the bot did, for the tests to read: requests, files, violations, gaps, and how fast it answered."""

import collections
import time

REQUESTS_KEPT = 50_000
FILES_KEPT = 400
ANSWERS_KEPT = 400_000
FINDINGS_KEPT = 500


class Journal:
    """Bounded, so that hours of load do not fill the memory."""

    def __init__(self):
        self.requests = collections.deque(maxlen=REQUESTS_KEPT)
        self.files = collections.OrderedDict()
        self.violations = []
        self.gaps = []
        self.answers = collections.deque(maxlen=ANSWERS_KEPT)
        self.lag = collections.deque(maxlen=60_000)
        self.count = 0

    def request(self, **fields):
        """Opens the entry of a request; whoever answers it completes the entry."""
        self.count += 1
        entry = {"n": self.count, "at": time.time(), **fields}
        self.requests.append(entry)
        return entry

    def since(self, number, path=None, method=None):
        """Entries after a number, those of a path (a pattern) and a method if asked for."""
        for entry in self.requests:
            if entry["n"] > number and (path is None or path.search(entry["path"])):
                if method is None or entry["method"] == method:
                    yield entry

    def file(self, upload):
        """Keeps an uploaded file; its name in the journal is what `/__lab/file` takes."""
        key = f"{self.count}-{upload.index}-{upload.filename}"
        self.files[key] = upload.data
        while len(self.files) > FILES_KEPT:
            self.files.popitem(last=False)
        return {"key": key, "name": upload.filename, "size": len(upload.data)}

    def violation(self, request, rule, place=""):
        """Something that Discord would refuse, or that this project forbids itself."""
        if len(self.violations) < FINDINGS_KEPT:
            self.violations.append({"at": time.time(), "request": request, "place": place, "rule": rule})

    def gap(self, what):
        """Something that this Discord cannot do: the harness is at fault, not the bot."""
        if len(self.gaps) < FINDINGS_KEPT:
            self.gaps.append(what)

    def answered(self, waiting, received, sent_back):
        """A first answer: milliseconds on the way to the socket, at the bot, and in here afterwards."""
        sent = waiting.sent or waiting.emitted
        waiting.first_answer_ms = round((received - sent) * 1000, 3)
        self.answers.append(
            {
                "interaction": str(waiting.record.id),
                "what": waiting.what,
                "to_socket_ms": round((sent - waiting.emitted) * 1000, 3),
                "bot_ms": waiting.first_answer_ms,
                "bridge_ms": round((sent_back - received) * 1000, 3),
            }
        )

    def latency(self):
        """Percentiles of the first answers, and of this process's own delay."""
        return {
            "answers": len(self.answers),
            **{part: spread([a[part] for a in self.answers]) for part in ("to_socket_ms", "bot_ms", "bridge_ms")},
            "loop_lag_ms": spread(self.lag),
        }

    def forget_latency(self):
        """Starts the measurement anew."""
        self.answers.clear()
        self.lag.clear()


def spread(values):
    """Median, p90, p99 and the worst."""
    ordered = sorted(values)
    if not ordered:
        return None
    at = lambda share: round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 3)
    return {"p50": at(0.50), "p90": at(0.90), "p99": at(0.99), "max": round(ordered[-1], 3)}
