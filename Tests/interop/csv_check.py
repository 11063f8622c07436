#!/usr/bin/env python3
"""Compares 'export csv', 'tsv' and 'jsonl' with 'list -o json', through Python's csv and json.

Usage: csv_check.py VGLEDGER LEDGER
"""

import csv
import io
import json
import subprocess
import sys


def run(*command):
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


def cell(value):
    """A value of JSON as the cell that stands for it."""
    if value is None or value == [] or value == {}:
        return ""
    if value is True or value is False:
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)


def same(text, value):
    """Lists and objects are JSON in a cell: their spaces do not count."""
    if isinstance(value, (list, dict)) and value:
        return json.loads(text) == value
    return text == cell(value)


def check(rows, jobs, what):
    rows = list(rows)
    assert len(rows) == len(jobs), (what, len(rows), len(jobs))
    for row, job in zip(rows, jobs):
        assert list(row) == list(job), (what, list(row))
        for name, value in job.items():
            assert same(row[name], value), (what, job["key"], name, row[name], value)


def main(vgledger, ledger):
    tool = [vgledger, "--ledger", ledger]
    answer = json.loads(run(*tool, "list", "-o", "json"))
    jobs = list(reversed(answer["data"]))
    assert answer["totals"]["matched"] == len(jobs)
    assert jobs == sorted(jobs, key=lambda job: (job["submitted_at"], job["number"]))
    text = run(*tool, "export", "csv", "--no-csv-safe")
    check(csv.DictReader(io.StringIO(text, newline=""), strict=True), jobs, "csv")
    # What begins like a formula has a quote before it, and nothing else differs.
    plain = list(csv.reader(io.StringIO(text, newline="")))
    safe = list(csv.reader(io.StringIO(run(*tool, "export", "csv"), newline="")))
    made_safe = 0
    for row, kept in zip(safe, plain, strict=True):
        for left, right in zip(row, kept, strict=True):
            assert left == right or left == "'" + right and right[0] in "=+-@\t\r", (left, right)
            made_safe += left != right
    lines = run(*tool, "export", "tsv").split("\n")
    assert lines.pop() == ""
    names, *lines = [line.split("\t") for line in lines]
    for line, job in zip(lines, jobs, strict=True):
        for name, text in zip(names, line, strict=True):
            assert "\\" in text or same(text, job[name]), ("tsv", job["key"], name, text)
    rows = [json.loads(line) for line in run(*tool, "export", "jsonl").split("\n") if line]
    assert [dict(row, schema=None) for row in rows] == [dict(job, schema=None) for job in jobs]
    print(f"csv, tsv, jsonl: {len(jobs)} jobs of {len(names)} fields as in 'list -o json', "
          f"{made_safe} cells made safe")


if __name__ == "__main__":
    main(*sys.argv[1:])
