#!/usr/bin/env python3
"""Computes a ledger's answers a second time, from its documents alone, and compares.

Usage: check.py VGLEDGER SIMULATOR [FOLDER]
JOBS (20000), DAYS (90) and SEED (1) come from the environment. Reads only what `export observations`
and `export prices` write; exit code 1 where any answer differs. Standard library only.
"""

import json
import os
import subprocess
import sys
import tempfile

from jobs import fold

# All providers were still there then, and have prices.
UNTIL = "2026-09-15T12:00:00Z"
CONFIGURATION = (
    '{ accounts: { gateway: { dialect: "openai-videos", base_url: "https://gateway.example/v1" } } }')
# Differences of one kind that are shown.
SHOWN = 5


class Check:
    def __init__(self, vgledger, folder):
        self.vgledger = vgledger
        self.environment = {
            "HOME": folder, "PATH": os.environ["PATH"], "TZ": "UTC", "LANG": "C.UTF-8",
            "XDG_CONFIG_HOME": f"{folder}/config", "VGLEDGER_DIR": f"{folder}/ledger",
        }
        self.differences = 0

    def run(self, *arguments, **options):
        command = [self.vgledger, *arguments]
        return subprocess.run(
            command, env=self.environment, text=True, stdout=subprocess.PIPE, check=True, **options)

    def answer(self, *arguments):
        return json.loads(self.run(*arguments, "-o", "json").stdout)

    def differ(self, kind, found, seen):
        """Lists the first differences of a kind."""
        self.differences += len(found)
        print(f"{'FAIL' if found else 'ok':4}  {kind}: {seen} compared, {len(found)} differ")
        for place, ours, theirs in found[:SHOWN]:
            print(f"        {place}: computed {ours!r}, answered {theirs!r}")


def make(check, simulator, folder):
    os.makedirs(f"{folder}/config/vgledger", exist_ok=True)
    with open(f"{folder}/config/vgledger/config.json5", "w") as file:
        file.write(CONFIGURATION)
    history = subprocess.Popen(
        [
            simulator, "history", "--jobs", os.environ.get("JOBS", "20000"), "--seed",
            os.environ.get("SEED", "1"), "--days", os.environ.get("DAYS", "90"), "--until", UNTIL,
            "--gateway", "gateway",
        ],
        stdout=subprocess.PIPE)
    imported = check.run("import", "--from", "observations", "-", stdin=history.stdout)
    if history.wait() != 0:
        sys.exit("the simulator failed")
    print(imported.stdout.strip())


def exported(check):
    command = [check.vgledger, "export", "observations"]
    with subprocess.Popen(
        command, env=check.environment, stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout:
            yield json.loads(line)


def compare_jobs(check, jobs):
    answered = check.answer("list")["data"]
    found = {}
    ours = {key: job.row() for key, job in jobs.items()}
    theirs = {(job["account"], job["id"]): job for job in answered}
    missing = [(key, key in ours, key in theirs) for key in ours.keys() ^ theirs.keys()]
    check.differ("jobs", missing, len(ours))
    for key in ours.keys() & theirs.keys():
        for name, value in ours[key].items():
            found.setdefault(name, [])
            # Wall clocks of the run are not in the history.
            other = theirs[key].get(name)
            if name == "assets":
                other = [(asset["uri"], asset["expires_at"]) for asset in other]
            if name == "anomalies":
                other = [word for word in other if word != "clock_stepped_back"]
            if value != other:
                found[name].append((f"{key[1]} #{ours[key]['number']}", value, other))
    same = [name for name, differences in found.items() if not differences]
    print(f"ok    list: {len(same)} of {len(found)} fields are the same for all {len(ours)} jobs")
    for name, differences in found.items():
        if differences:
            check.differ(f"list {name}", differences, len(ours))


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    vgledger, simulator = map(os.path.realpath, sys.argv[1:3])
    with tempfile.TemporaryDirectory(prefix="vgledger-interop-") as temporary:
        folder = os.path.realpath(sys.argv[3]) if len(sys.argv) == 4 else temporary
        check = Check(vgledger, folder)
        if not os.path.exists(f"{folder}/ledger"):
            make(check, simulator, folder)
        jobs = fold(exported(check))
        compare_jobs(check, jobs)
    print(f"{check.differences} differences")
    sys.exit(1 if check.differences else 0)


main()
