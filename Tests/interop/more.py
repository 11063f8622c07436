"""Adds to a written history the kinds of lines that a provider's answers do not have.

Usage: … | more.py | … Deliveries, saved files, notes, closings and questions without an answer, after
or before the answers of some jobs. What comes where follows from the lines alone.
"""

import hashlib
import json
import sys
from datetime import datetime, timedelta


def moved(line, seconds):
    moment = datetime.fromisoformat(line["observed_at"]) + timedelta(seconds=seconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def statement(line, kind, seconds, **members):
    return {
        "kind": kind, "account": line["account"], "job": line["job"],
        "observed_at": moved(line, seconds),
    } | members


def delivery(line, status):
    word = "video.completed" if status == "completed" else "video.failed"
    body = {"id": "evt_" + line["job"][-8:], "type": word, "data": {"id": line["job"]}}
    return statement(
        line, "webhook.received", -1.5, delivery_id=body["id"], sent_at=moved(line, -2),
        sent_width_ms=1000, body=json.dumps(body))


def saved(line):
    name = line["job"][-12:]
    return statement(
        line, "asset.saved", 2.25, variant="video", index=0, path=f"/films/{name}.mp4",
        bytes=1_000_000, sha256=hashlib.sha256(name.encode()).hexdigest(), content_type="video/mp4")


def note(line, number):
    return statement(line, "job.annotated", 3, by="mika@studio", **[
        {"note": "asked the provider", "charged": False}, {"labels": {"review": "good", "take": "9"}},
        {"note": "on the invoice", "charged": True}, {"removed_labels": ["take"]},
        {"project": "archive/restoration"},
    ][number % 5])


def closing(line, number):
    state = ("lost", "gone", "expired", "canceled", "failed")[number % 5]
    return statement(line, "job.closed", 0.5, state=state, why="given up", by="jo@studio")


def around(line):
    """The line, and what comes before and after it."""
    if line.get("job") is None or line.get("http_status") is None:
        return [line]
    chance = int.from_bytes(hashlib.sha256(
        (line["job"] + line["observed_at"]).encode()).digest()[:6], "big")
    number, chance = divmod(chance, 1000)
    try:
        body = json.loads(line["body"])
    except ValueError:
        body = {}
    status = body.get("status") if isinstance(body, dict) else None
    is_done = isinstance(body, dict) and (status == "completed" or "response" in body)
    lines = [line]
    if status in ("completed", "failed") and chance < 200:
        lines.insert(0, delivery(line, status))
    if is_done and chance % 5 == 0:
        lines.append(saved(line))
    if chance % 40 == 3:
        lines.append(note(line, number))
    if chance % 150 == 7:
        lines.append(closing(line, number))
    if chance % 60 == 9:
        lines.append(statement(line, "status.unreachable", 1, cause="timeout", latency_ms=30_000))
    return lines


for text in sys.stdin:
    for line in around(json.loads(text)):
        print(json.dumps(line))
