#!/usr/bin/env python3
"""Counts the instructions of append, show and rebuild on fixed inputs, and compares them with a baseline.

Usage: check.py VGLEDGER INTEGRITY-BENCHMARK BASELINE [--write]
Instructions (valgrind's callgrind) do not depend on what else the machine does. It ends with 1 where one of them grew by
more than 5 %; --write makes the counts of now the baseline.
"""
import json, os, re, shutil, subprocess, sys, tempfile

GROWTH_MOST = 1.05
APPENDS = (500, 1500)  # the difference leaves out what a start costs
EVENTS = 20000


class Counter:
    """Runs programs under callgrind in a folder that goes away."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": folder, "TZ": "UTC", "LC_ALL": "C", "COLUMNS": "100",
            "NO_COLOR": "1", "SWIFT_DETERMINISTIC_HASHING": "1",
        }

    def stripped(self, program):
        """A copy that valgrind can read: it gives up on debug information of newer kinds."""
        copy = os.path.join(self.folder, os.path.basename(program))
        subprocess.run(["strip", "-g", "-o", copy, program], check=True)
        return copy

    def run(self, *words):
        return subprocess.run(
            words, cwd=self.folder, env=self.environment, check=True, capture_output=True, text=True)

    def instructions(self, *words):
        found = self.run(
            "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *words)
        match = re.search(r"I\s+refs:\s+([\d,]+)", found.stderr)
        if not match:
            sys.exit(f"valgrind counted nothing for {' '.join(words)}:\n{found.stderr}")
        return int(match[1].replace(",", ""))


def counts(vgledger, benchmark):
    folder = tempfile.mkdtemp(prefix="vgledger-instructions-")
    try:
        counter = Counter(folder)
        vgledger, benchmark = counter.stripped(vgledger), counter.stripped(benchmark)
        few, many = (
            counter.instructions(benchmark, "append", f"append-{count}", "--count", str(count))
            for count in APPENDS)
        counter.run(benchmark, "generate", "ledger", "--events", str(EVENTS))
        return {
            "append, a durable one of a job's poll": (many - few) // (APPENDS[1] - APPENDS[0]),
            "show of a job, the whole process": counter.instructions(
                vgledger, "show", "video_1000", "--ledger", "ledger"),
            f"rebuild of {EVENTS} events, the whole process": counter.instructions(
                vgledger, "rebuild", "--ledger", "ledger"),
        }
    finally:
        shutil.rmtree(folder)


def main():
    vgledger, benchmark, path = (os.path.abspath(word) for word in sys.argv[1:4])
    now = counts(vgledger, benchmark)
    if "--write" in sys.argv[4:]:
        with open(path, "w") as file:
            json.dump(now, file, indent=2)
            file.write("\n")
    with open(path) as file:
        before = json.load(file)
    if before.keys() != now.keys():
        sys.exit(f"{path} is about other work; make it anew with 'make bench-baseline'")
    grown = False
    for name, count in now.items():
        ratio = count / before[name]
        grown |= ratio > GROWTH_MOST
        print(f"{'GREW' if ratio > GROWTH_MOST else 'ok':4}  {count:>13,} instructions, {ratio:.3f} of the baseline: {name}")
    if grown:
        sys.exit("more instructions than the baseline by over 5 %; if that must be, 'make bench-baseline' says so")


main()
