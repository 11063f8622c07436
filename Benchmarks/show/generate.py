#!/usr/bin/env python3
"""generate.py JOBS DATABASE > FILE: seeded observations as JSON Lines, and the same in SQLite.

About eight answers a job, half Sora-shaped and half Veo-shaped. The table is what a careful script
would keep: one row an answer, an index on the job's id.
"""
import json
import random
import sqlite3
import sys
from datetime import datetime, timezone

jobs, path = int(sys.argv[1]), sys.argv[2]
chance = random.Random(7)
words = "a red car drives through rain at night slow dolly neon reflections paper boat".split()
database = sqlite3.connect(path)
database.execute(
    "create table answers (job text, observed_at text, status text, model text, http int, body text)")
rows = []


def moment(seconds):
    text = datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def answer(account, job, at, status, model, body):
    text = json.dumps(body)
    line = {"account": account, "job": job, "observed_at": moment(at), "http_status": 200, "body": text}
    print(json.dumps(line))
    rows.append((job, moment(at), status, model, 200, text))


def sora(start, count, step):
    job = "video_%08x%040x" % (int(start), chance.getrandbits(160))
    body = {
        "id": job, "object": "video", "model": "sora-2", "created_at": int(start),
        "size": "1280x720", "seconds": "8",
        "prompt": " ".join(chance.choice(words) for _ in range(chance.randint(12, 60))),
    }
    for index in range(count):
        if index == 0:
            now = {"status": "queued", "progress": 0}
        elif index < count - 1:
            now = {"status": "in_progress", "progress": 100 * index // count}
        else:
            now = {"status": "completed", "progress": 100, "completed_at": int(start + step * index)}
        answer("sora", job, start + step * index, now["status"], "sora-2", body | now)


def veo(start, count, step):
    model = "veo-3.1-generate-preview"
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    job = f"models/{model}/operations/" + "".join(chance.choice(letters) for _ in range(12))
    for index in range(count):
        body = {"name": job}
        if index == count - 1:
            uri = "https://generativelanguage.googleapis.com/v1beta/files/%012x" % chance.getrandbits(48)
            samples = {"generatedSamples": [{"video": {"uri": uri}}]}
            body |= {"done": True, "response": {"generateVideoResponse": samples}}
        answer("veo", job, start + step * index, "done" if "done" in body else "running", model, body)


for number in range(jobs):
    make = sora if chance.random() < 0.5 else veo
    make(1_760_000_000 + 3 * number, max(2, min(40, int(chance.gauss(8, 3)))), chance.uniform(6, 14))

database.executemany("insert into answers values (?, ?, ?, ?, ?, ?)", rows)
database.execute("create index answers_job on answers (job)")
database.commit()
