#!/usr/bin/env python3
"""Measures vgledger beside what a user would pick instead, and prints one table.

Usage: run.py VGLEDGER INTEGRITY-BENCHMARK SIMULATOR [--jobs N] [--growth EVENTS…] [--asked N] [--watched N]
Every row is measured in interleaved runs; medians. Peers do the same work with the same durability; those that answer
questions must give the same answers. Needs a C compiler, liblmdb, sqlite3, and Python with what
Benchmarks/peers/requirements.txt names.
"""
import argparse, json, os, shutil, subprocess, sys, tempfile

import growth, log, questions, watch
from measuring import RUNS, interleaved, print_table, printed, seconds

EVENTS = 1_000_000  # of the ledger that is scanned and verified
HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON = sys.executable
DUCKDB = shutil.which("duckdb", path=os.path.dirname(PYTHON) + os.pathsep + os.environ["PATH"])


class Comparison:
    def __init__(self, vgledger, benchmark, jobs, folder):
        self.vgledger, self.benchmark, self.folder = vgledger, benchmark, folder
        self.lines = self.path("observations.jsonl")
        with open(self.lines, "w") as file:
            subprocess.run([PYTHON, HERE + "/observations.py", str(jobs)], check=True, stdout=file)
        with open(self.lines) as file:
            self.observations = sum(1 for _ in file)
        self.append = self.path("sqlite_append")
        subprocess.run(["cc", "-O2", "-o", self.append, HERE + "/sqlite_append.c", "-lsqlite3"], check=True)
        self.table = []

    def path(self, name):
        return os.path.join(self.folder, name)

    def fresh(self, name):
        place = self.path(name)
        for left in (place, place + "-wal", place + "-shm"):
            shutil.rmtree(left, ignore_errors=True) if os.path.isdir(left) else os.path.exists(left) and os.remove(left)
        return place

    def row(self, work, ours, peers, target):
        self.table.append((work, ours, peers, target))

    def appends(self, callers, count):
        def ours(_):
            words = [self.benchmark, "append", self.fresh("appended"), "--count", str(count), "--callers", str(callers)]
            return float(seconds(words)[1])

        def sqlite(_):
            return float(seconds([self.append, self.fresh("appended.db"), str(count), str(callers)])[1])

        def eventsourcing(_):
            # A twentieth: it takes ten times as long.
            words = [PYTHON, HERE + "/eventsourcing_append.py", self.fresh("appended.es"), str(count // 20), str(callers)]
            return float(seconds(words)[1])

        rates, ratios = interleaved([ours, sqlite, eventsourcing])
        self.row(f"durable append, {callers} caller{'s' * (callers > 1)}", f"{rates[0]:,.0f}/s",
                 [f"SQLite, the same four writes, batches of {callers}: {rates[1]:,.0f}/s, ratio **{ratios[1]:.2f}**",
                  f"eventsourcing, batches of {callers}: {rates[2]:,.0f}/s, ratio **{ratios[2]:.2f}**"],
                 "≥ 2 × SQLite, ≥ 5 × eventsourcing" if callers > 1 else "≥ 0.9 of bare C: below")

    def imports(self):
        def piped(script, database):
            with open(self.lines) as file:
                return seconds([PYTHON, f"{HERE}/{script}.py", self.fresh(database)], stdin=file)

        answers = {}

        def ours(_):
            ledger = self.fresh("ledger")
            took, _ = seconds([self.vgledger, "--quiet", "import", self.lines, "--ledger", ledger])
            return self.observations / took

        def peer(script, database):
            def run(_):
                took, answer = piped(script, database)
                answers[script] = json.loads(answer)
                return self.observations / took
            return run

        rates, ratios = interleaved(
            [ours, peer("sqlite_import", "import.db"), peer("eventsourcing_import", "events.db")])
        states = seconds([self.vgledger, "list", "--ledger", self.path("ledger"), "-o", "tsv", "--no-header",
                          "--fields", "state", "-n", "100000000"])[1].split()
        mine = {state: states.count(state) for state in sorted(set(states))}
        for name, answer in answers.items():
            if answer != mine:
                sys.exit(f"{name} answers {answer}, vgledger {mine}")
        self.row(f"import of {self.observations:,} observations", f"{rates[0]:,.0f}/s",
                 [f"Python + SQLite: {rates[1]:,.0f}/s, ratio **{ratios[1]:.2f}**",
                  f"eventsourcing: {rates[2]:,.0f}/s, ratio **{ratios[2]:.2f}**"],
                 "≥ 3 × Python + SQLite")

    def sizes(self):
        log = os.path.getsize(self.path("ledger/data.mdb")) / self.observations
        lines = os.path.getsize(self.lines) / self.observations
        subprocess.run(["sqlite3", self.path("import.db"), "PRAGMA wal_checkpoint(TRUNCATE)"], check=True, capture_output=True)
        sqlite = os.path.getsize(self.path("import.db")) / self.observations
        self.row("bytes on disk an observation", f"{log:.0f}",
                 [f"JSON Lines: {lines:.0f}, ratio **{log / lines:.2f}**", f"SQLite: {sqlite:.0f}, ratio **{log / sqlite:.2f}**"],
                 "≤ 0.6 of each")

    def rebuilds(self):
        def ours(_):
            return self.observations / seconds([self.vgledger, "--quiet", "rebuild", "--ledger", self.path("ledger")])[0]

        code = ("import os, sys; os.environ |= {'PERSISTENCE_MODULE': 'eventsourcing.sqlite', 'SQLITE_DBNAME': sys.argv[1]}\n"
                "from eventsourcing.application import Application\n"
                "a = Application(); print(sum(1 for _ in a.recorder.select_notifications(start=1, limit=100000000)))")

        def read(_):
            took, count = seconds([PYTHON, "-c", code, self.path("events.db")])
            return int(count) / took

        (mine, its), ratios = interleaved([ours, read])
        self.row("rebuild of all projections", f"{mine:,.0f} events/s",
                 [f"eventsourcing, only reading: {its:,.0f}/s, ratio **{ratios[1]:.2f}**"], "≥ 5 ×, 1 000 000/s as a mark")

    def shows(self):
        with open(self.lines) as file:
            name = json.loads(file.readlines()[self.observations // 2])["job"]
        query = f"SELECT e.observed, e.state FROM event e JOIN job j ON j.number = e.job WHERE j.id = '{name}'"
        plain = self.path("parquet.db")
        subprocess.run([DUCKDB, self.fresh("parquet.db"), "-c",
                        f"CREATE TABLE answer AS SELECT * FROM read_json('{self.lines}'); CREATE INDEX place ON answer (job)"],
                       check=True, capture_output=True)
        works = [
            [self.vgledger, "show", name, "--ledger", self.path("ledger")],
            ["sqlite3", self.path("import.db"), query],
            [DUCKDB, plain, "-readonly", "-c", f"SELECT observed_at, http_status FROM answer WHERE job = '{name}'"]]

        def work(words):
            # Twenty starts a run: one alone is mostly noise.
            return lambda _: sum(seconds(words)[0] for _ in range(20)) / 20 * 1000

        medians, ratios = interleaved([work(words) for words in works])
        self.row("show of a job, whole process", f"{medians[0]:.1f} ms",
                 [f"sqlite3: {medians[1]:.1f} ms, ratio **{ratios[1]:.2f}**", f"DuckDB: {medians[2]:.1f} ms, ratio **{ratios[2]:.2f}**"],
                 "≤ 3 × sqlite3")

    def logs(self):
        ledger = self.fresh("log")
        printed([self.benchmark, "generate", ledger, "--events", str(EVENTS)])
        self.row(*log.scan(self.benchmark, ledger, self.folder))
        self.row(*log.verify(self.vgledger, self.benchmark, ledger))
        shutil.rmtree(ledger)

    def growth(self, sizes):
        for row in growth.Growth(self.vgledger, self.benchmark, self.path("growth"), sizes).rows():
            self.row(*row)
        shutil.rmtree(self.path("growth"))


    def questions(self, simulator, jobs):
        folder = self.path("asked")
        questions.make(self.vgledger, simulator, folder, jobs)
        for row in questions.Questions(
                self.vgledger, f"{folder}/ledger", folder, RUNS, questions.surroundings(folder)).rows():
            self.row(*row)
        shutil.rmtree(folder)

    def watches(self, simulator, jobs):
        folder = self.path("watched")
        os.mkdir(folder)
        for row in watch.Watching(self.vgledger, simulator, folder, jobs).rows():
            self.row(*row)


def asked():
    parser = argparse.ArgumentParser()
    for name in ("vgledger", "benchmark", "simulator"):
        parser.add_argument(name, type=os.path.abspath)
    parser.add_argument("--jobs", type=int, default=12_000)
    parser.add_argument("--growth", type=int, nargs="*", default=growth.SIZES)
    parser.add_argument("--asked", type=int, default=20_000)
    parser.add_argument("--watched", type=int, default=500)
    return parser.parse_args()


def main():
    words = asked()
    folder = tempfile.mkdtemp(prefix="vgledger-peers-")
    try:
        comparison = Comparison(words.vgledger, words.benchmark, words.jobs, folder)
        comparison.appends(1, 1000)
        comparison.appends(256, 40000)
        comparison.appends(1024, 100000)
        comparison.imports()
        comparison.sizes()
        comparison.rebuilds()
        comparison.shows()
        comparison.logs()
        comparison.questions(words.simulator, words.asked)
        comparison.growth(words.growth)
        comparison.watches(words.simulator, words.watched)
        print(f"{words.jobs} jobs, {comparison.observations:,} observations, medians of {RUNS} interleaved runs.\n")
        print_table(comparison.table)
    finally:
        shutil.rmtree(folder)


main()
