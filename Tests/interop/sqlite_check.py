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
    owed = collections.defaultdict(decimal.Decimal)
    for job in jobs:
        if job["cost"] is not None:
            costs[job["currency"]] += decimal.Decimal(job["cost"])
            if job["verdict"]:
                owed[job["currency"]] += decimal.Decimal(job["cost"])
    sums = ", ".join(f"{amount} {currency}" for currency, amount in owed.items() if currency)
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
        # The views of cost are of ended jobs, whose sums agree with each other and with the list.
        for view in "cost_by_month", "cost_by_model":
            found = dict(database.execute(
                f"SELECT currency, sum(cost_nano) FROM {view} "
                "WHERE cost_nano NOT NULL GROUP BY currency"))
            assert {currency: decimal.Decimal(nano).scaleb(-9)
                    for currency, nano in found.items()} == owed, (view, found, owed)
            texts = database.execute(f"SELECT cost, cost_nano FROM {view} WHERE cost NOT NULL")
            assert all(decimal.Decimal(text).scaleb(9) == nano for text, nano in texts)
        lengths = collections.defaultdict(list)
        for job in jobs:
            if job["verdict"] and job["total_ms"] is not None:
                lengths[job["model"]].append(job["total_ms"])
        for model, median, most in database.execute(
                "SELECT model, p50_ms, most_ms FROM durations WHERE most_ms NOT NULL"):
            known = sorted(lengths.pop(model))
            assert (median, most) == (known[(len(known) + 1) // 2 - 1], known[-1]), model
        assert not lengths, lengths
        ended = "SELECT state, sum(jobs) FROM failures GROUP BY state ORDER BY state"
        bad = {"failed", "filtered", "partial", "canceled", "expired", "lost", "gone"}
        assert database.execute(ended).fetchall() == [pair for pair in states if pair[0] in bad]
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
            money = "SELECT currency, sum(cost_nano) FROM jobs WHERE verdict AND cost_nano NOT NULL GROUP BY 1"
            assert {currency: decimal.Decimal(nano).scaleb(-9) for currency, nano
                    in through_datasette(program, file, money)} == owed
    print(f"sqlite: {len(jobs)} jobs, {len(events)} events, {sums} owed, the same everywhere")


if __name__ == "__main__":
    import urllib.error
    import urllib.parse
    main(*sys.argv[1:])
