"""Times questions with hyperfine, interleaved, and measures their memory; prints a table.

Memory is read from /proc/PID/status every fifth of a millisecond while the process lives. RssAnon is
what the process itself holds; pages of the mapped ledger count as RssFile, are shared between
processes and go when others need the room, so they are told apart. The most of five runs counts.
"""

import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

QUESTIONS = [
    "list -n 50",
    "stats since:30d --by model",
    "failures since:7d",
    "cost since:30d --by day,model",
    "show @last",
]


def answers(command):
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return None if done.returncode == 0 else (done.stderr.strip().splitlines() or ["?"])[0]


def times(commands, rounds, runs):
    """Milliseconds of every run, by the question."""
    found = {name: [] for name in commands}
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        for _ in range(rounds):
            arguments = ["hyperfine", "--shell=none", "--warmup", "1", "--runs", str(runs)]
            arguments += ["--export-json", report.name]
            for name, command in commands.items():
                arguments += ["--command-name", name, shlex.join(command)]
            subprocess.run(arguments, check=True, capture_output=True)
            for result in json.load(open(report.name))["results"]:
                found[result["command"]] += [1000 * seconds for seconds in result["times"]]
    return found


def resident(pid):
    """Anonymous and file-backed resident KiB; None when the process has gone."""
    try:
        with open(f"/proc/{pid}/status") as status:
            fields = dict(line.split(":", 1) for line in status if line.startswith("Rss"))
        return int(fields["RssAnon"].split()[0]), int(fields["RssFile"].split()[0])
    except (OSError, KeyError, IndexError):
        return None


def memory(command):
    """The most anonymous KiB seen, and the most resident KiB in all as the kernel counts it."""
    most = 0
    peak = 0
    for _ in range(5):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            if (seen := resident(process.pid)) is not None:
                most = max(most, seen[0])
            pid, _, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                peak = max(peak, usage.ru_maxrss)
                process.returncode = 0
                break
            time.sleep(0.0002)
    return most, peak


def main():
    vgledger, work, rounds, runs = sys.argv[1:]
    commands, missing = {}, {}
    for question in QUESTIONS:
        command = [vgledger, *shlex.split(question)]
        if why := answers(command):
            missing[question] = why
        else:
            commands[question] = command
    ledger = sum(
        entry.stat().st_blocks * 512 for entry in os.scandir(f"{work}/ledger") if entry.is_file())
    print(f"{os.path.basename(work)}, {ledger / 2**20:.0f} MiB on disk")
    if os.path.exists(f"{work}/seconds"):
        imported = open(f"{work}/import.txt").read().strip()
        print(f"import {open(f'{work}/seconds').read().strip()} s: {imported}")
    found = times(commands, int(rounds), int(runs)) if commands else {}
    print(f"{'QUESTION':32} {'MEDIAN':>9} {'BEST':>9} {'RUNS':>5} {'OWN MEMORY':>11} {'RESIDENT':>10}")
    for question, milliseconds in found.items():
        own, peak = memory(commands[question])
        print(
            f"{question:32} {statistics.median(milliseconds):6.1f} ms {min(milliseconds):6.1f} ms"
            f" {len(milliseconds):5} {own / 1024:7.1f} MiB {peak / 1024:6.1f} MiB")
    for question, why in missing.items():
        print(f"{question:32} no answer: {why}")


main()
