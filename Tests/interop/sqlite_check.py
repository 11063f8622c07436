#!/usr/bin/env python3
"""Compares 'export sqlite' with 'list' and 'log', through sqlite3 and, where it is installed, datasette.

Usage: sqlite_check.py VGLEDGER LEDGER
"""

import collections
import decimal
import json
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request


def lines(*command):
    text = subprocess.run(command, check=True, capture_output=True).stdout
    return [json.loads(line) for line in text.split(b"\n") if line]


def datasette_program():
    beside = pathlib.Path(sys.executable).parent / "datasette"
    return str(beside) if beside.exists() else shutil.which("datasette")


def through_datasette(program, file, query):
    """The rows of a query as datasette serves them on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [program, "serve", file, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        name = pathlib.Path(file).stem
        address = f"http://127.0.0.1:{port}/{name}.json?" + urllib.parse.urlencode(
            {"sql": query, "_shape": "arrays"})
        for _ in range(100):
            try:
                with urllib.request.urlopen(address, timeout=5) as answer:
                    return [tuple(row) for row in json.load(answer)["rows"]]
            except urllib.error.URLError:
                time.sleep(0.1)
        raise SystemExit("datasette did not answer")
    finally:
        server.terminate()
        server.wait()


def main(vgledger, ledger):
    jobs = lines(vgledger, "--ledger", ledger, "list", "-o", "jsonl")
    events = lines(vgledger, "--ledger", ledger, "log", "-o", "jsonl")
    states = sorted(collections.Counter(job["state"] for job in jobs).items())
    costs = collections.defaultdict(decimal.Decimal)
    for job in jobs:
        if job["cost"] is not None:
            costs[job["currency"]] += decimal.Decimal(job["cost"])
    with tempfile.TemporaryDirectory() as folder:
        file = str(pathlib.Path(folder) / "ledger.db")
        subprocess.run(
            [vgledger, "--ledger", ledger, "export", "sqlite", "--to", file], check=True)
        database = sqlite3.connect(file)
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        count = "SELECT state, count(*) FROM jobs GROUP BY state ORDER BY state"
        assert database.execute(count).fetchall() == states
        assert database.execute("SELECT count(*) FROM events").fetchone() == (len(events),)
        assert database.execute(
            "SELECT coalesce(sum(polls), 0), coalesce(sum(total_ms), 0) FROM jobs").fetchone() == (
                sum(job["polls"] for job in jobs),
                sum(job["total_ms"] or 0 for job in jobs))
        for currency, nano in database.execute(
                "SELECT currency, sum(cost_nano) FROM jobs WHERE cost NOT NULL GROUP BY currency"):
            assert decimal.Decimal(nano).scaleb(-9) == costs.pop(currency), currency
        assert not costs, costs
        words = "SELECT count(*) FROM jobs_fts WHERE prompt NOT NULL"
        prompts = sum(1 for job in jobs if job["prompt"] is not None)
        assert database.execute(words).fetchone() == (prompts,)
        database.close()
        program = datasette_program()
        if program is None:
            print("datasette is not installed: passed over")
        else:
            tables = json.loads(subprocess.run(
                [program, "inspect", file], check=True, capture_output=True).stdout)
            tables = tables[pathlib.Path(file).stem]["tables"]
            assert tables["jobs"]["count"] == len(jobs)
            assert tables["events"]["count"] == len(events)
            assert through_datasette(program, file, count) == states
    print(f"sqlite: {len(jobs)} jobs, {len(events)} events, the same everywhere")


if __name__ == "__main__":
    import urllib.error
    import urllib.parse
    main(*sys.argv[1:])
