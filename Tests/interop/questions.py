"""The answers of `stats`, `failures` and `cost`, computed by the rules of docs/questions.md and
docs/prices.md."""

from collections import Counter
from decimal import Decimal

from costs import text
from reading import VERDICTS

FAILURES = {"failed", "filtered", "partial", "expired", "lost", "gone"}
# The defaults of `--min-n` and `--percentiles`.
LEAST = 20
PERCENTILES = (50, 90, 95, 99)


def submission(job):
    """In order of submission, then of number."""
    return (job.submitted[0] if job.submitted else job.first_seen), job.number


def middle(bounds):
    return bounds[0] + (bounds[1] - bounds[0]) // 2


def percentile(values, percent):
    """Nearest rank: the one at place ceil(n · p); nothing above the median of too few."""
    if not values or percent > 50 and len(values) < max(LEAST, -(-100 // (100 - percent))):
        return None
    return sorted(values)[-(-len(values) * percent // 100) - 1]


def percent_text(tenths):
    return f"{tenths // 10}.{tenths % 10}"


def share(part, whole):
    """In tenths of a percent, rounded half up."""
    return percent_text((2000 * part + whole) // (2 * whole)) if whole else None


def stats(jobs, phase="total"):
    """The members of a group of `stats` that follow from its jobs alone."""
    done = [job for job in jobs if job.state in VERDICTS]
    known = [bounds for job in done if (bounds := job.phases()[phase])]
    lengths = [middle(bounds) for bounds in known]
    queued = [middle(bounds) for job in done if (bounds := job.phases()["queued"])]
    if phase != "total":
        queued = []
    return {
        "jobs": len(jobs), "done": len(done), "open": len(jobs) - len(done),
        "states": dict(Counter(job.state for job in jobs)),
        "success_percent": share(sum(job.state == "succeeded" for job in done), len(done)),
        "phase": phase, "n": len(lengths),
        "percentiles_ms": {f"p{p}": percentile(lengths, p) for p in PERCENTILES},
        "least_ms": min(lengths, default=None), "most_ms": max(lengths, default=None),
        "doubt_ms": percentile([(high - low) // 2 for low, high in known], 50),
        "queue_n": len(queued), "queue_p50_ms": percentile(queued, 50),
        "queue_p95_ms": percentile(queued, 95),
    }


def attempt(job):
    """What a next try has in common with the one before; None where the prompt is not known."""
    facts = job.facts
    names = ("prompt", "model", "video_ms", "size", "resolution", "audio", "samples_asked")
    return tuple(facts.get(name) for name in names) if facts.get("prompt") else None


def next_tries(jobs):
    """By job: whether its next try succeeded; without those that have none, or one undecided."""
    tries, outcome = {}, {}
    for job in sorted(jobs, key=submission, reverse=True):
        settings = attempt(job)
        if settings is None:
            continue
        if later := tries.get(settings):
            if later.state in VERDICTS and later.state != "canceled":
                outcome[job] = later.state == "succeeded"
        tries[settings] = job
    return outcome


def failures(jobs, costs, key=lambda job: (job.state, job.reason)):
    """Groups of failures, the largest first; `costs`: the cost fields of each job."""
    outcome = next_tries(jobs)
    groups = {}
    for job in sorted(jobs, key=submission, reverse=True):
        if job.state in FAILURES:
            groups.setdefault(key(job), []).append(job)
    order = sorted(groups.items(), key=lambda group: (-len(group[1]), -group[1][0].number))
    return [(name, failure_group(group, costs, outcome, len(jobs))) for name, group in order]


def failure_group(group, costs, outcome, whole):
    charges = Counter(costs[job]["charged"] for job in group)
    unclear = {}
    for job in group:
        fields = costs[job]
        if fields["charged"] == "unknown" and fields["list_price"] is not None:
            known = unclear.get(fields["list_currency"], Decimal(0))
            unclear[fields["list_currency"]] = known + fields["list_price"]
    decided = [outcome[job] for job in group if job in outcome]
    return {
        "jobs": len(group), "share_percent": share(len(group), whole),
        "models": dict(Counter(job.facts.get("model") or "?" for job in group)),
        "reasons": dict(Counter(job.reason or "?" for job in group)),
        "charged": charges["yes"], "not_charged": charges["no"],
        "charge_unknown": charges["unknown"],
        "charge_unknown_at_list": {name: text(sum) for name, sum in unclear.items()},
        "next_tries": len(decided), "next_succeeded": sum(decided),
        "examples": [job.number for job in group[:1]],
    }


def sums(costs, amount, currency):
    """Sums by currency of the costs that have both."""
    found = {}
    for fields in costs:
        if fields[amount] is not None and fields[currency] is not None:
            found[fields[currency]] = found.get(fields[currency], Decimal(0)) + fields[amount]
    return {name: text(sum) for name, sum in found.items()}


def total(costs):
    """What jobs with a verdict cost together; `costs`: the cost fields of each."""
    charged, free, unclear = (
        [fields for fields in costs if fields["charged"] == word] for word in ("yes", "no", "unknown"))
    unpriced = sum(fields["cost"] is None for fields in charged)
    bare = sum(fields["cost"] is not None and fields["currency"] is None for fields in charged)
    return {
        "amounts": sums(charged, "cost", "currency"),
        "at_least": unpriced + bare + len(unclear) > 0, "jobs": len(costs),
        "charged_jobs": len(charged), "not_charged_jobs": len(free),
        "charge_unknown_jobs": len(unclear), "open_jobs": 0, "unpriced_jobs": unpriced,
        "without_currency_jobs": bare, "forecasts": {},
        "not_charged": sums(free, "list_price", "list_currency"),
        "charge_unknown": sums(unclear, "list_price", "list_currency"),
    }


def expired_unsaved(job, now):
    """Whether it made videos that nobody saved and that can no longer be fetched."""
    files = job.files()
    if any(saved_path is not None for _, _, saved_path, *_ in files):
        return False
    ends = [expires for _, expires, *_ in files if expires is not None]
    return job.state == "expired" or job.state in {"succeeded", "partial"} and (
        bool(ends) and min(ends) <= now)


def wasted(jobs, costs, now, within=60_000):
    """The jobs of each kind of waste, each in the first that holds; `now` as in the export."""
    kinds = {kind: [] for kind in (
        "failed_charged", "filtered_unknown", "expired_unsaved", "submitted_twice")}
    before = {}
    for job in sorted(jobs, key=submission):
        charged = costs[job]["charged"]
        if job.state in {"failed", "filtered", "canceled", "lost", "gone"}:
            if charged == "yes":
                kinds["failed_charged"].append(job)
            elif job.state == "filtered" and charged == "unknown":
                kinds["filtered_unknown"].append(job)
            continue
        if job.state not in {"succeeded", "partial", "expired"}:
            continue
        settings, (moment, _) = attempt(job), submission(job)
        last = before.get(settings)
        if settings is not None:
            before[settings] = moment
        if charged == "no":
            continue
        if expired_unsaved(job, now):
            kinds["expired_unsaved"].append(job)
        elif settings is not None and last is not None and moment - last <= within:
            kinds["submitted_twice"].append(job)
    return kinds


def waste(jobs, costs):
    """The members of a kind of waste that follow from its jobs."""
    sum = total([costs[job] for job in jobs])
    names = "jobs", "amounts", "at_least", "charge_unknown_jobs", "charge_unknown", "unpriced_jobs"
    newest = sorted(jobs, key=submission, reverse=True)
    return {name: sum[name] for name in names} | {"examples": [job.number for job in newest[:3]]}


def whole_total(jobs, costs):
    """The totals of `cost`, open jobs among them."""
    done = [costs[job] for job in jobs if job.state in VERDICTS]
    by = {
        word: Counter(fields["charged_by"] for fields in done if fields["charged"] == word)
        for word in ("yes", "no")
    }
    opened = [costs[job] for job in jobs if job.state not in VERDICTS]
    people = ("provider", "person", "rule")
    return total(done) | {
        "charged_by": {name: by["yes"][name] for name in people},
        "not_charged_by": {name: by["no"][name] for name in people},
        "open_now": {"jobs": len(opened), "forecasts": sums(opened, "cost", "currency")},
    }
