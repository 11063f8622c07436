"""Jobs, computed from the lines of `export observations` by the rules of docs/observations.md."""

import hashlib
from datetime import datetime, timedelta, timezone

from reading import VERDICTS, delivery, is_safety, read

# docs/observations.md, "Submission: client before provider before id before the first seen".
RANKS = {"client": 1, "provider": 2, "id": 3, "first_seen": 4}
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
# "Three denials over at least ten minutes".
DENIALS, DENIAL_SPAN = 3, 600_000
# Verdicts that a later answer replaces.
REVOCABLE = {"lost", "gone", "expired", "canceled"}
# States with an end: the others have no finish.
ENDED = {"succeeded", "partial", "filtered", "failed", "canceled"}


def milliseconds(text):
    return None if text is None else (datetime.fromisoformat(text) - EPOCH) // timedelta(
        milliseconds=1)


def rfc3339(moment):
    """UTC with milliseconds (cli, "Display")."""
    if moment is None:
        return None
    text = (EPOCH + timedelta(milliseconds=moment)).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{moment % 1000:03}Z"


def bounded(low, high):
    """A negative low is 0, with a negative high there is no duration."""
    if high < 0:
        return None
    low = max(0, low)
    return low, max(low, high)


class Job:
    def __init__(self, line):
        self.account, self.id = line["account"], line["job"]
        self.dialect = None
        self.number = line["sequence"]
        self.state, self.word, self.progress = "unknown", None, None
        self.reason = self.code = self.text = self.http_status = None
        self.facts = {}
        self.labels, self.project = {}, None
        self.given = self.filtered = None
        self.submitted, self.submitted_from = None, "first_seen"
        self.first_seen = self.last_seen = milliseconds(line["observed_at"])
        self.last_queued = self.first_running = self.last_open = self.first_done = None
        self.completed, self.tells_queue, self.first_saved = None, False, None
        self.state_observed = None
        self.verdict_kind = None
        self.denials = []
        self.assets = []
        self.saved = {}  # by place; the written history has no variant but video
        self.charged = self.charged_by = self.cost = self.currency = None
        self.polls = self.deliveries = self.events = 0
        self.first_sequence = self.last_sequence = line["sequence"]
        self.anomalies = set()

    # Lines

    def take(self, line, dialect):
        observed = milliseconds(line["observed_at"])
        self.events += 1
        self.last_sequence = line["sequence"]
        self.first_seen = min(self.first_seen, observed)
        kind = line["kind"]
        if kind == "job.tracked":
            self.take_declaration(line)
        elif kind in ("status.observed", "job.refused"):
            if kind == "status.observed":
                self.polls += 1
                self.last_seen = max(self.last_seen, observed)
            self.http_status = line["http_status"]
            reading = read(dialect, line["http_status"], line["body"])
            if kind == "job.refused":
                reading.state = "filtered" if is_safety(reading.reason) else "failed"
            self.take_answer(reading, observed, kind)
        elif kind == "webhook.claimed":
            self.deliveries += 1  # "changes no state"
        elif kind == "status.unreachable":
            self.polls += 1
        elif kind == "webhook.received":
            self.deliveries += 1
            self.take_answer(delivery(line["body"]), observed, kind)
        elif kind == "job.annotated":
            self.take_annotation(line)
        elif kind == "job.closed":
            if self.state not in VERDICTS:
                self.become(line["state"], observed, kind)
                self.reason, self.code, self.text = None, None, line["why"]
        elif kind == "asset.saved":
            self.first_saved = self.first_saved if self.first_saved is not None else observed
            self.saved[line["index"]] = tuple(
                line[name] for name in ("path", "bytes", "sha256", "content_type"))
        else:
            raise NotImplementedError(f"kind {kind}; the written history has none")

    def take_annotation(self, line):
        self.project = line.get("project", self.project)
        self.labels |= line.get("labels", {})
        for name in line.get("removed_labels", []):
            self.labels.pop(name, None)
        if "charged" in line:
            self.charged, self.charged_by = line["charged"], "person"

    def take_declaration(self, line):
        """What job.tracked declares always counts."""
        self.dialect = line["dialect"]
        for name in ("model", "video_ms", "size", "resolution", "audio", "samples_asked", "prompt"):
            if line.get(name) is not None:
                self.facts[name] = line[name]
        self.project = line.get("project", self.project)
        self.labels |= line.get("labels", {})
        if "submitted_at" in line:
            moment = (milliseconds(line["submitted_at"]), line.get("submitted_width_ms", 1))
            self.take_submission(moment, line.get("submitted_from", "client"))

    def take_submission(self, moment, source):
        if RANKS[self.submitted_from] >= RANKS[source]:
            self.submitted, self.submitted_from = moment, source

    def take_answer(self, reading, observed, kind):
        for name, value in reading.facts.items():
            # "Counts only while nobody said it before."
            if value is not None and self.facts.get(name) is None:
                self.facts[name] = value
        self.given = reading.given if reading.given is not None else self.given
        self.filtered = reading.filtered if reading.filtered is not None else self.filtered
        if reading.cost is not None:
            self.cost, self.currency = reading.cost, reading.currency
        if reading.charged is not None and self.charged_by != "person":
            self.charged, self.charged_by = reading.charged, "provider"
        if reading.created:
            self.take_submission(reading.created, "provider")
        if reading.assets:
            self.assets = reading.assets
        open_before = self.state not in VERDICTS
        if reading.denial and open_before:
            self.denials.append(observed)
            if len(self.denials) >= DENIALS and max(self.denials) - min(self.denials) >= DENIAL_SPAN:
                self.become("lost", observed, kind)
        state = reading.state
        if state is None:
            if open_before:  # docs/reasons.md, "Which reason a job shows"
                self.reason, self.code, self.text = reading.reason, reading.code, reading.text
            return
        if state != "unknown":
            self.denials = []
        asked = self.facts.get("samples_asked")
        if state == "succeeded" and None not in (asked, self.given) and self.given < asked:
            state = "partial"
        self.take_state(state, reading, observed, kind)

    # States

    def take_state(self, state, reading, observed, kind):
        if self.state in VERDICTS:
            self.take_after_verdict(state, reading, observed, kind)
        elif state in VERDICTS:
            if state != "gone":
                self.mark(state, reading, observed)
            self.become(state, observed, kind)
            self.note(reading)
        else:
            self.mark(state, reading, observed)
            if self.state_observed is not None and observed < self.state_observed:
                return
            running = "running" in (state, self.state)
            known = self.progress
            if running and None not in (known, reading.progress) and reading.progress < known:
                self.anomalies.add("progress_backwards")
            self.state, self.state_observed = state, observed
            self.note(reading)

    def take_after_verdict(self, state, reading, observed, kind):
        if state == "unknown":
            return
        if state == self.state:
            self.mark(state, reading, observed)
        elif state in ("queued", "running"):
            end = self.first_done if self.first_done is not None else self.state_observed
            if observed < end:
                self.mark(state, reading, observed)
            elif self.state in REVOCABLE:
                self.first_done = self.completed = None
                self.mark(state, reading, observed)
                self.state, self.state_observed = state, observed
                self.note(reading)
            else:
                self.anomalies.add("state_backwards")
        elif state in ("succeeded", "partial", "filtered", "failed"):
            if self.state not in REVOCABLE:
                self.anomalies.add("verdict_changed")
                return
            self.first_done = self.completed = None
            self.mark(state, reading, observed)
            self.become(state, observed, kind)
            self.note(reading)
        elif state == "canceled":
            self.anomalies.add("verdict_changed")

    def become(self, state, observed, kind):
        self.state = state
        self.state_observed = max(observed, self.state_observed or observed)
        self.verdict_kind = kind

    def note(self, reading):
        self.word = reading.word if reading.word is not None else self.word
        self.progress = reading.progress if reading.progress is not None else self.progress
        self.reason, self.code, self.text = reading.reason, reading.code, reading.text

    def mark(self, state, reading, observed):
        if reading.word is not None:
            self.tells_queue = True
        if state == "queued":
            self.last_queued = max(observed, self.last_queued or observed)
        if state in ("queued", "running"):
            self.last_open = max(observed, self.last_open or observed)
        if state == "running":
            self.first_running = min(observed, self.first_running or observed)
        if state in ENDED:
            self.first_done = min(observed, self.first_done or observed)
            self.completed = self.completed or reading.completed

    # What follows (docs/observations.md, "Finish" and "Durations")

    @property
    def start(self):
        if self.submitted is None:
            return None
        moment, width = self.submitted
        return moment, moment + max(1, width) - 1

    @property
    def finish(self):
        if self.state not in ENDED:
            return None
        if self.completed:
            moment, width = self.completed
            return (moment, moment + width - 1), "provider"
        if self.first_done is None:
            return None
        begin = self.last_open
        if begin is None:
            begin = self.start[0] if self.start else self.first_done
        source = "webhook" if self.verdict_kind == "webhook.received" else "poll"
        return (min(begin, self.first_done), self.first_done), source

    def phases(self):
        start, end = self.start, self.finish[0] if self.finish else None
        phases = dict.fromkeys(("queued", "running", "total", "lag", "fetch"))
        if self.tells_queue and start and (self.first_running or self.last_queued):
            low = self.last_queued - start[1] if self.last_queued else 0
            until = self.first_running or (end[1] if end else None)
            if until:
                phases["queued"] = bounded(low, until - start[0])
        if self.tells_queue and end and self.first_running:
            begin = self.last_queued or (start[0] if start else self.first_running)
            phases["running"] = bounded(
                end[0] - self.first_running, end[1] - min(begin, self.first_running))
        if end and start:
            phases["total"] = bounded(end[0] - start[1], end[1] - start[0])
        if end and self.first_done is not None:
            phases["lag"] = bounded(self.first_done - end[1], self.first_done - end[0])
        if self.first_done is not None and self.first_saved is not None:
            fetch = self.first_saved - self.first_done
            phases["fetch"] = bounded(fetch, fetch)
        return phases

    def files(self):
        """A file that was saved is there, whether an answer told of it or not."""
        count = max([len(self.assets), *(index + 1 for index in self.saved)])
        told = self.assets + [(None, None)] * (count - len(self.assets))
        return [
            (uri, rfc3339(expires), *self.saved.get(index, (None,) * 4))
            for index, (uri, expires) in enumerate(told)
        ]

    def row(self):
        """The job under the field names of the interface (cli section 10)."""
        finish, source = self.finish or (None, None)
        prompt = self.facts.get("prompt")
        seconds = self.facts.get("video_ms")
        row = {
            "account": self.account, "id": self.id, "dialect": self.dialect, "number": self.number,
            "state": self.state, "verdict": self.state in VERDICTS, "provider_status": self.word,
            "progress": self.progress, "reason": self.reason, "error_code": self.code,
            "error_message": self.text, "http_status": self.http_status,
            "model": self.facts.get("model"),
            "seconds": None if seconds is None else seconds / 1000,
            "size": self.facts.get("size"), "resolution": self.facts.get("resolution"),
            "audio": self.facts.get("audio"), "samples_asked": self.facts.get("samples_asked"),
            "samples_given": self.given, "samples_filtered": self.filtered,
            "project": self.project, "labels": self.labels, "prompt": prompt,
            "prompt_sha256": hashlib.sha256(prompt.encode()).hexdigest() if prompt else None,
            "submitted_at": rfc3339(self.submitted[0] if self.submitted else self.first_seen),
            "submitted_from": self.submitted_from,
            "first_seen_at": rfc3339(self.first_seen), "last_seen_at": rfc3339(self.last_seen),
            "finished_at": rfc3339(finish and finish[0] + (finish[1] - finish[0]) // 2),
            "finished_at_lo": rfc3339(finish and finish[0]),
            "finished_at_hi": rfc3339(finish and finish[1]), "finished_from": source,
            "verdict_at": rfc3339(self.state_observed) if self.state in VERDICTS else None,
            "assets": self.files(),
            "polls": self.polls, "deliveries": self.deliveries, "events": self.events,
            "first_sequence": self.first_sequence, "last_sequence": self.last_sequence,
            "anomalies": sorted(self.anomalies),
        }
        for name, bounds in self.phases().items():
            low, high = bounds or (None, None)
            row[f"{name}_ms"] = None if low is None else low + (high - low) // 2
            row[f"{name}_lo_ms"], row[f"{name}_hi_ms"] = low, high
        return row


def fold(lines):
    """All jobs of an export, in the order of their numbers."""
    jobs, dialects = {}, {}
    for line in lines:
        if line["kind"] == "ledger.account":
            dialects[line["account"]] = line["dialect"]
        elif "job" in line:
            key = line["account"], line["job"]
            if key not in jobs:
                jobs[key] = Job(line)
            jobs[key].take(line, dialects[line["account"]])
    return jobs
