#!/usr/bin/env python3
"""eventsourcing_import.py DATABASE < OBSERVATIONS: the same with Python's 'eventsourcing' on SQLite.

An aggregate for each job, an event for each answer, 100 answers a transaction. Prints the jobs of each state as JSON.
"""
import collections
import json
import os
import sys
import uuid

os.environ |= {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": sys.argv[1]}

import orjson
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from interpretation import state

BATCH = 100


class Job(Aggregate):
    @event("Tracked")
    def __init__(self, name, account):
        self.name = name
        self.account = account
        self.state = "unknown"

    @staticmethod
    def create_id(name, account):
        return uuid.uuid5(uuid.NAMESPACE_URL, account + "/" + name)

    @event("Observed")
    def observe(self, observed, http, state, body):
        self.state = state


ledger = Application()
jobs, changed, waiting = {}, {}, 0
for line in sys.stdin.buffer:
    answer = orjson.loads(line)
    name, account = answer["job"], answer["account"]
    job = jobs.get(name)
    if job is None:
        job = jobs[name] = Job(name, account)
    job.observe(
        answer["observed_at"], answer["http_status"], state(account, orjson.loads(answer["body"])), answer["body"])
    changed[name] = job
    waiting += 1
    if waiting >= BATCH:
        ledger.save(*changed.values())
        changed, waiting = {}, 0
ledger.save(*changed.values())
print(json.dumps(collections.Counter(job.state for job in jobs.values()), sort_keys=True))
