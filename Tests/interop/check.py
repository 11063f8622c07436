#!/usr/bin/env python3
"""Computes a ledger's answers a second time, in another language, and compares.

It follows the rules of docs/observations.md, reasons.md, prices.md and questions.md. The same people
wrote both, and where a rule was not clear they looked at what vgledger does: this finds slips, not
rules that both understand wrongly.

Usage: check.py VGLEDGER SIMULATOR [FOLDER]
JOBS (20000), DAYS (90) and SEED (1) come from the environment. Reads only what `export observations`
and `export prices` write; exit code 1 where any answer differs. Standard library only.
"""

import json
import os
import subprocess
import sys
import tempfile

from costs import answered, cost, moment, read_book
from jobs import fold, milliseconds, rfc3339
from questions import LEAST, failures, stats, submission, total, waste, wasted, whole_total
from reading import VERDICTS

# All providers were still there then, and have prices.
UNTIL = "2026-09-15T12:00:00Z"
UNTIL_EXPORTED = "2026-09-15T12:00:00.000Z"  # the same as it is exported, to compare as text
CONFIGURATION = (
    '{ accounts: { gateway: { dialect: "openai-videos", base_url: "https://gateway.example/v1" } } }')
# Differences of one kind that are shown.
SHOWN = 5
ASSET = ("uri", "expires_at", "saved_path", "bytes", "sha256", "content_type")


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
    more = subprocess.Popen(
        [sys.executable, f"{os.path.dirname(os.path.abspath(__file__))}/more.py"],
        stdin=history.stdout, stdout=subprocess.PIPE)
    imported = check.run("import", "--from", "observations", "-", stdin=more.stdout)
    if history.wait() != 0 or more.wait() != 0:
        sys.exit("the simulator failed")
    print(imported.stdout.strip())


def exported(check, places):
    """The lines; `places` takes the base URL of each account."""
    command = [check.vgledger, "export", "observations"]
    with subprocess.Popen(
        command, env=check.environment, stdout=subprocess.PIPE, text=True
    ) as process:
        for text in process.stdout:
            line = json.loads(text)
            if line["kind"] == "ledger.account":
                places[line["account"]] = line.get("base_url")
            yield line


def compare_jobs(check, jobs, costs):
    """Compares every field of every job, and gives each key its number."""
    answered_jobs = check.answer("list")["data"]
    found = {}
    ours = {key: job.row() | answered(costs[job]) for key, job in jobs.items()}
    theirs = {(job["account"], job["id"]): job for job in answered_jobs}
    missing = [(key, key in ours, key in theirs) for key in ours.keys() ^ theirs.keys()]
    check.differ("jobs", missing, len(ours))
    for key in ours.keys() & theirs.keys():
        for name, value in ours[key].items():
            found.setdefault(name, [])
            # Wall clocks of the run are not in the history.
            other = theirs[key].get(name)
            if name == "assets":
                other = [tuple(asset[member] for member in ASSET) for asset in other]
            if name == "anomalies":
                other = [word for word in other if word != "clock_stepped_back"]
            if value != other:
                found[name].append((f"{key[1]} #{ours[key]['number']}", value, other))
    same = [name for name, differences in found.items() if not differences]
    print(f"ok    list: {len(same)} of {len(found)} fields are the same for all {len(ours)} jobs")
    for name, differences in found.items():
        if differences:
            check.differ(f"list {name}", differences, len(ours))
    return {job["key"]: job["number"] for job in answered_jobs}


def compare_groups(check, name, ours, theirs):
    """Compares groups, by what names them, in every member that was computed."""
    found, seen = [], 0
    for place, group in ours.items():
        for member, value in group.items():
            seen += 1
            other = theirs.get(place, {}).get(member)
            if value != other:
                found.append((f"{place} {member}", value, other))
    found += [(place, None, "a group") for place in theirs.keys() - ours.keys()]
    check.differ(name, found, seen)


def compare_stats(check, jobs):
    keys = {
        "model": lambda job: job.facts.get("model"), "provider": lambda job: job.account,
        "project": lambda job: job.project,
    }
    for phase in ("total", "queued", "running", "lag"):
        whole = check.answer("stats", "--phase", phase)["data"][0]
        compare_groups(
            check, f"stats --phase {phase}", {"all": stats(jobs, phase)}, {"all": whole})
    for word, key in keys.items():
        groups = {}
        for job in jobs:
            groups.setdefault(key(job), []).append(job)
        answer = check.answer("stats", "--by", word)["data"]
        compare_groups(
            check, f"stats --by {word}", {name: stats(group) for name, group in groups.items()},
            {group["group"][word]: group for group in answer})


def compare_failures(check, jobs, costs, numbers):
    answer = check.answer("failures")["data"]
    for group in answer:
        group["examples"] = [numbers.get(key) for key in group["examples"]]
    ours = failures(jobs, costs)
    theirs = [((group["state"], group["group"]["reason"]), group) for group in answer]
    compare_groups(check, "failures", dict(ours), dict(theirs))
    orders = [name for name, _ in ours], [name for name, _ in theirs]
    check.differ("order of failures", [] if orders[0] == orders[1] else [("all", *orders)], 1)
    answer = check.answer("failures", "--by", "model")["data"]
    for group in answer:
        group["examples"] = [numbers.get(key) for key in group["examples"]]
    ours = failures(jobs, costs, lambda job: job.facts.get("model"))
    compare_groups(
        check, "failures --by model", dict(ours),
        {group["group"]["model"]: group for group in answer})


def compare_costs(check, jobs, costs):
    keys = {
        "model": lambda job: job.facts.get("model"), "provider": lambda job: job.account,
        "month": lambda job: rfc3339(moment(job))[:7],
    }
    for word, key in keys.items():
        answer = check.answer("cost", "--by", word)
        groups = {}
        for job in jobs:
            if job.state in VERDICTS:
                groups.setdefault(key(job), []).append(costs[job])
        compare_groups(
            check, f"cost --by {word}", {name: total(group) for name, group in groups.items()},
            {group["group"][word]: group for group in answer["data"]})
    compare_groups(
        check, "cost", {"all": whole_total(jobs, costs)}, {"all": answer["totals"]})


def compare_waste(check, jobs, costs, numbers):
    answer = check.answer("cost", "--wasted", "--now", UNTIL)["data"]
    for kind in answer:
        kind["examples"] = [numbers.get(key) for key in kind["examples"]]
    ours = wasted([job for job in jobs if job.state in VERDICTS], costs, UNTIL_EXPORTED)
    compare_groups(
        check, "cost --wasted", {kind: waste(found, costs) for kind, found in ours.items()},
        {kind["kind"]: kind for kind in answer})


def compare_window(check, jobs, costs):
    """Windows, terms, and the period before."""
    now, day = milliseconds(UNTIL), 86_400_000
    terms = ["since:30d", "until:@" + str((now - 10 * day) // 1000), "not:model:veo-3.1-fast"]

    def asked(clock, low, high):
        return [
            job for job in jobs
            if (time := clock(job)) is not None and now - low * day <= time < now - high * day
            and not is_of(job.facts.get("model"), "veo-3.1-fast")]

    groups = {}
    for number, (low, high) in enumerate(((30, 10), (50, 30))):
        for job in asked(lambda job: submission(job)[0], low, high):
            groups.setdefault(job.facts.get("model"), ([], []))[number].append(job)
    ours = {}
    for model, (during, before) in groups.items():
        if during:
            ours[model], earlier = stats(during), stats(before)
            if ours[model]["n"] >= LEAST and earlier["n"] >= LEAST:
                ours[model] |= {
                    "p50_before_ms": earlier["percentiles_ms"]["p50"], "n_before": earlier["n"]}
    answer = check.answer("stats", *terms, "--by", "model", "--now", UNTIL)["data"]
    compare_groups(
        check, "stats of a window", ours, {group["group"]["model"]: group for group in answer})
    ended = asked(lambda job: moment(job) if job.state in VERDICTS else None, 30, 10)
    answer = check.answer("cost", *terms, "--now", UNTIL)["totals"]
    compare_groups(
        check, "cost of a window", {"all": total([costs[job] for job in ended])}, {"all": answer})


def is_of(name, beginning):
    """Whether the name begins so, up to a boundary."""
    if name is None or not name.lower().startswith(beginning):
        return False
    return not name[len(beginning):len(beginning) + 1].isalnum()


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    vgledger, simulator = map(os.path.realpath, sys.argv[1:3])
    with tempfile.TemporaryDirectory(prefix="vgledger-interop-") as temporary:
        folder = os.path.realpath(sys.argv[3]) if len(sys.argv) == 4 else temporary
        check = Check(vgledger, folder)
        if not os.path.exists(f"{folder}/ledger"):
            make(check, simulator, folder)
        places = {}
        jobs = fold(exported(check, places))
        book = read_book(check.run("export", "prices").stdout.splitlines(), places)
        costs = {job: cost(job, book) for job in jobs.values()}
        numbers = compare_jobs(check, jobs, costs)
        compare_stats(check, list(jobs.values()))
        compare_failures(check, list(jobs.values()), costs, numbers)
        compare_costs(check, list(jobs.values()), costs)
        compare_waste(check, list(jobs.values()), costs, numbers)
        compare_window(check, list(jobs.values()), costs)
    print(f"{check.differences} differences")
    sys.exit(1 if check.differences else 0)


main()
