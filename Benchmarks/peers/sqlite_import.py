#!/usr/bin/env python3
"""sqlite_import.py DATABASE < OBSERVATIONS: what a competent user would write instead of 'vgledger import'.

orjson, prepared statements, batches of 1 000, WAL with synchronous FULL, an index for each question; every line is hashed
into a chain. Prints the jobs of each state as JSON.
"""
import hashlib
import json
import sqlite3
import sys

import orjson

from interpretation import is_verdict, state

BATCH = 1000
SCHEMA = """
PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-200000;
CREATE TABLE event (sequence INTEGER PRIMARY KEY, job INTEGER, observed TEXT, http INTEGER, state TEXT, progress INTEGER,
  hash BLOB, body BLOB);
CREATE INDEX event_job ON event (job);
CREATE TABLE job (number INTEGER PRIMARY KEY, id TEXT UNIQUE, account TEXT, model TEXT, state TEXT, first TEXT,
  finished TEXT, events INTEGER);
CREATE INDEX job_state ON job (state);
CREATE INDEX job_first ON job (first);
"""
JOB = """INSERT INTO job VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET state = excluded.state,
  finished = excluded.finished, events = events + excluded.events"""

database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.executescript(SCHEMA)
numbers, events, jobs = {}, [], {}
sequence, chain = 0, b""


def flush():
    database.execute("BEGIN IMMEDIATE")
    database.executemany(JOB, jobs.values())
    database.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)", events)
    database.execute("COMMIT")
    events.clear()
    jobs.clear()


for line in sys.stdin.buffer:
    answer = orjson.loads(line)
    text = answer["body"].encode()
    body = orjson.loads(text)
    sequence += 1
    name = answer["job"]
    number = numbers.setdefault(name, sequence)
    now = state(answer["account"], body)
    chain = hashlib.sha256(chain + line).digest()
    observed = answer["observed_at"]
    events.append((sequence, number, observed, answer["http_status"], now, body.get("progress"), chain, text))
    before = jobs.get(number)
    jobs[number] = (
        number, name, answer["account"], body.get("model"), now, before[5] if before else observed,
        observed if is_verdict(now) else None, (before[7] if before else 0) + 1)
    if len(events) >= BATCH:
        flush()
flush()
print(json.dumps(dict(database.execute("SELECT state, count(*) FROM job GROUP BY state")), sort_keys=True))
