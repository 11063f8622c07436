#!/usr/bin/env python3
"""Measures `watch` with many open jobs beside asyncio and OpenAI's SDK: processor time and memory.

Usage: watch.py VGLEDGER PROVIDER-SIMULATOR [JOBS]   (SPEED and RUNS come from the environment)
Both watch the same seeded jobs of one account to their ends, one after the other, RUNS times in turns; medians. SPEED
is how many of a job's seconds pass in one: with 3 the longest job takes two minutes. How many jobs end how must be the
same, and each side must have stored as many answers as the provider gave. They ask by schedules of their own, so that
processor time is also told for each answer. Memory is the most beyond mapped files, for the ledger's pages are the page
cache's; beside it the most with them (VmHWM). Needs Python with openai.
"""
import collections, json, os, shutil, statistics, subprocess, sys, tempfile, time

from measuring import print_table

RUNS = int(os.environ.get("RUNS", "1"))
SPEED = os.environ.get("SPEED", "3")
HERE = os.path.dirname(os.path.abspath(__file__))
FATES = "success:90,failed:5,moderation_blocked:5"
LIMITS = {"limit_concurrent": 64, "limit_per_second": 2000, "limit_burst": 200}

# Seconds of processor, the most bytes beyond mapped files and in all, the answers, and how many jobs ended how.
Watched = collections.namedtuple("Watched", "cpu anonymous resident answers ends")


def memory(pid):
    """Bytes that are resident beyond mapped files, and the most that were resident in all."""
    try:
        with open(f"/proc/{pid}/status") as status:
            lines = dict(line.split(":", 1) for line in status)
    except (FileNotFoundError, ProcessLookupError):
        return 0, 0
    names = "RssAnon", "RssShmem", "VmHWM"
    anonymous, shared, most = (int(lines.get(name, "0 kB").split()[0]) * 1024 for name in names)
    return anonymous + shared, most


def measured(words, input="", **options):
    """Runs to the end; seconds of processor, the most of both kinds of memory, and what it printed."""
    most = 0, 0
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as given:
        given.write(input)
        given.seek(0)
        process = subprocess.Popen(words, stdin=given, stdout=out, **options)
        try:
            while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
                most = tuple(map(max, most, memory(process.pid)))
                time.sleep(0.1)
        except BaseException:
            process.kill()
            process.wait()
            raise
        process.returncode = os.waitstatus_to_exitcode(ended[1])
        if process.returncode:
            sys.exit(f"{' '.join(words[:2])} ended with {process.returncode}")
        out.seek(0)
        return ended[2].ru_utime + ended[2].ru_stime, *most, out.read()


class Watching:
    def __init__(self, vgledger, simulator, folder, jobs):
        self.vgledger, self.simulator, self.folder, self.jobs = vgledger, simulator, folder, jobs
        os.makedirs(self.path(".config/vgledger"))
        with open(self.path(".config/vgledger/config.json5"), "w") as file:
            json.dump({"accounts": {"sora": LIMITS}}, file)

    def path(self, name):
        return os.path.join(self.folder, name)

    def provided(self, work):
        """What work makes of the provider's address and the ids of its jobs, which begin then."""
        jobs, requests = self.path("jobs.jsonl"), self.path("requests.jsonl")
        provider = subprocess.Popen(
            [self.simulator, "serve", "--speed", SPEED, "--dialects", "openai-videos", "--jobs", str(self.jobs),
             "--seed", "1", "--job-fates", FATES, "--write-jobs", jobs, "--request-log", requests],
            stdout=subprocess.PIPE, text=True)
        try:
            base = provider.stdout.readline().split()[-1]
            with open(jobs) as file:
                ids = [json.loads(line)["id"] for line in file]
            watched = work(f"{base}/v1", "\n".join(ids))
        finally:
            provider.terminate()
            provider.wait()
            provider.stdout.close()
        with open(requests) as file:
            given = sum(1 for _ in file)
        os.remove(requests)
        if watched.answers != given:
            sys.exit(f"{work.__name__}: {watched.answers} answers are stored, {given} were given")
        return watched

    def ours(self, base, ids):
        shutil.rmtree(self.path("ledger"), ignore_errors=True)
        environment = {"HOME": self.folder, "PATH": os.environ["PATH"], "VGLEDGER_DIR": self.path("ledger"),
                       "OPENAI_BASE_URL": base, "OPENAI_API_KEY": "key-of-sora"}
        subprocess.run([self.vgledger, "track", "-", "-q"], input=ids, text=True, env=environment, check=True,
                       stdout=subprocess.DEVNULL)
        cpu, anonymous, resident, _ = measured([self.vgledger, "watch", "--exit-when", "verdict"], env=environment)
        answers = self.told(environment, "log", "source:poll", "--fields", "kind").count("status.observed")
        states = collections.Counter(self.told(environment, "list", "-n", "100000000", "--fields", "state"))
        ends = {"completed": states["succeeded"], "failed": states["failed"] + states["filtered"]}
        return Watched(cpu, anonymous, resident, answers, ends)

    def told(self, environment, *words):
        return subprocess.run([self.vgledger, *words, "-o", "tsv", "--no-header"], env=environment, check=True,
                              capture_output=True, text=True).stdout.split()

    def theirs(self, base, ids):
        for end in ("", "-wal", "-shm"):
            if os.path.exists(self.path("watch.db") + end):
                os.remove(self.path("watch.db") + end)
        # The SDK warns at each call that the API is to be shut down.
        words = [sys.executable, "-W", "ignore::DeprecationWarning", f"{HERE}/asyncio_watch.py",
                 self.path("watch.db"), base]
        cpu, anonymous, resident, printed = measured(words, ids)
        ends = json.loads(printed)
        return Watched(cpu, anonymous, resident, ends.pop("answers"), ends)

    def rows(self):
        runs = [(self.provided(self.ours), self.provided(self.theirs)) for _ in range(RUNS)]
        for ours, theirs in runs:
            if ours.ends != theirs.ends:
                sys.exit(f"vgledger saw {ours.ends}, asyncio {theirs.ends}")

        def median(value):
            """Of ours, of theirs, and of the ratios."""
            found = [(value(ours), value(theirs), value(ours) / value(theirs)) for ours, theirs in runs]
            return [statistics.median(column) for column in zip(*found)]

        cpu, answers = median(lambda watched: watched.cpu), median(lambda watched: watched.answers)
        each = median(lambda watched: watched.cpu / watched.answers * 1000)
        anonymous = median(lambda watched: watched.anonymous / 1e6)
        resident = median(lambda watched: watched.resident / 1e6)
        work = f"watch of {self.jobs:,} open jobs"
        return [
            (f"{work}: processor time", f"{cpu[0]:.1f} s, {answers[0]:,.0f} answers, {each[0]:.2f} ms each",
             [f"asyncio + SDK: {cpu[1]:.1f} s, {answers[1]:,.0f} answers, {each[1]:.2f} ms each; "
              f"ratio **{cpu[2]:.2f}**, for an answer **{each[2]:.2f}**"], "≤ 0.1"),
            (f"{work}: memory", f"{anonymous[0]:.0f} MB, {resident[0]:.0f} MB with mapped files",
             [f"asyncio + SDK: {anonymous[1]:.0f} MB, {resident[1]:.0f} MB with mapped files; "
              f"ratio **{anonymous[2]:.2f}**, with mapped files **{resident[2]:.2f}**"], "≤ 0.2")]


def main():
    vgledger, simulator = (os.path.abspath(word) for word in sys.argv[1:3])
    folder = tempfile.mkdtemp(prefix="vgledger-watch-")
    try:
        print_table(Watching(vgledger, simulator, folder, int(sys.argv[3]) if len(sys.argv) > 3 else 10_000).rows())
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main()
