#!/usr/bin/env python3
"""eventsourcing_append.py DATABASE EVENTS BATCH: durable appends with Python's 'eventsourcing' on SQLite.

BATCH events of sixteen jobs at a time share a transaction; prints events a second.
"""
import os, sys, time, uuid

os.environ |= {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": sys.argv[1]}

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

JOBS, EVENTS_OF_JOB = 16, 8
BODY = "x" * 550


class Job(Aggregate):
    @event("Tracked")
    def __init__(self, name):
        self.name = name
        self.state = "unknown"

    @staticmethod
    def create_id(name):
        return uuid.uuid5(uuid.NAMESPACE_URL, name)

    @event("Observed")
    def observe(self, http, state, body):
        self.state = state


ledger = Application()
count, batch = int(sys.argv[2]), int(sys.argv[3])
start = time.perf_counter()
jobs, changed = [], {}
for number in range(count):
    place = number % (JOBS * EVENTS_OF_JOB)
    if place == 0:
        jobs = [Job(f"video_{number}_{index}") for index in range(JOBS)]
    job = jobs[place % JOBS]
    job.observe(200, "running", BODY)
    changed[job.id] = job
    if (number + 1) % batch == 0:
        ledger.save(*changed.values())
        changed = {}
ledger.save(*changed.values())
print(count / (time.perf_counter() - start))
