"""What jobs cost, computed from the lines of `export prices` by the rules of docs/prices.md."""

import json
import re
from decimal import ROUND_HALF_EVEN, Decimal
from urllib.parse import urlsplit

from jobs import milliseconds

BILLIONTH = Decimal("1e-9")
# "Parts of which each is …, or two or more digits."
VERSION = re.compile(r"(-(preview|latest|exp|experimental|ga|\d{2,}))+")
HOSTS = {"api.openai.com": "openai", "generativelanguage.googleapis.com": "gemini"}
OWN = {"sora": "openai", "veo": "gemini", "vertex": "vertex"}
LOCAL = {"127.0.0.1", "localhost", "::1"}
# Charged by rule.
MADE = {"succeeded", "partial", "expired"}
OPEN = {"queued", "running", "unknown"}


def text(amount):
    """Every digit, at least two after the point."""
    if amount is None:
        return None
    whole, _, fraction = f"{amount:.9f}".partition(".")
    return f"{whole}.{fraction.rstrip('0'):0<2}"


def rounded(amount):
    return amount.quantize(BILLIONTH, ROUND_HALF_EVEN)


def size_class(word):
    word = (word or "").lower()
    if word in ("4k", "uhd"):
        return "4k"
    if re.fullmatch(r"\d+p", word):
        return "4k" if word == "2160p" else word
    if found := re.fullmatch(r"(\d+)x(\d+)", word):
        smaller = min(int(found[1]), int(found[2]))
        return "4k" if smaller == 2160 else f"{smaller}p"
    return None


class Book:
    """`rows`: the objects of `export prices`. `places`: base URL of each account, or None."""

    def __init__(self, rows, places):
        self.rows = list(rows)
        self.places = places
        for row in self.rows:
            row["from"], row["until"] = milliseconds(row["from"]), milliseconds(row["until"])
            row["amount"] = Decimal(row["amount"])

    def provider(self, account):
        address = self.places.get(account)
        # `{location}` in a host is no part of its end.
        host = urlsplit(address).hostname if address else None
        if host is None or host in LOCAL:
            return OWN.get(account)
        if host.endswith("aiplatform.googleapis.com"):
            return "vertex"
        return HOSTS.get(host)

    def row(self, job, moment):
        """The first line that holds."""
        facts = job.facts
        model = (facts.get("model") or "").lower()
        size = size_class(facts.get("resolution") or facts.get("size"))
        provider = self.provider(job.account)
        for row in self.rows:
            name = row["model"].lower()
            if not model or model != name and not (
                model.startswith(name) and VERSION.fullmatch(model[len(name):])):
                continue
            if row["scope"] == "account" and row["account"] != job.account:
                continue
            if row["scope"] == "provider" and (provider is None or row["provider"] != provider):
                continue
            if row["resolution"] is not None and row["resolution"] != size:
                continue
            if row["audio"] is not None and row["audio"] is not facts.get("audio"):
                continue
            if row["batch"]:
                continue
            if row["from"] is not None and moment < row["from"]:
                continue
            if row["until"] is not None and moment >= row["until"]:
                continue
            return row
        return None


def videos(job):
    asked = job.facts.get("samples_asked")
    if asked is None and job.dialect == "openai-videos":
        asked = 1
    if job.state in ("succeeded", "expired"):
        return job.given if job.given is not None else asked
    if job.state == "partial":
        return job.given
    if job.state == "filtered" and asked is None:
        return job.filtered or None
    return asked


def list_price(job, row):
    count, length = videos(job), job.facts.get("video_ms")
    if row is None or count is None or count < 0:
        return None
    if row["unit"] == "video":
        return rounded(row["amount"] * count)
    if row["unit"] == "second" and length is not None and length >= 0:
        return rounded(row["amount"] * length * count / 1000)
    return None


def charge(job, stated):
    if job.charged is not None:
        return ("yes" if job.charged else "no"), job.charged_by
    if stated is not None and job.state not in OPEN:
        return ("no" if stated == 0 else "yes"), "provider"
    if job.state in MADE:
        return "yes", "rule"
    if job.state == "filtered" and job.dialect == "gemini-operations":
        return "no", "rule"
    return "unknown", None


def moment(job):
    if job.state in OPEN:
        return job.submitted[0] if job.submitted else job.first_seen
    if job.finish:
        low, high = job.finish[0]
        return low + (high - low) // 2
    return job.state_observed


def cost(job, book):
    """The cost fields of a job as `list` names them; amounts are Decimals."""
    row = book.row(job, moment(job))
    stated = None if job.cost is None else rounded(Decimal(job.cost))
    listed = list_price(job, row)
    charged, by = charge(job, stated)
    currency = row["currency"] if row else None
    amount = basis = None
    if charged == "no":
        amount, basis = Decimal(0), "reported" if by == "provider" else "estimated"
    elif stated is not None:
        amount, basis, currency = stated, "reported", job.currency
    elif (charged == "yes" or job.state in OPEN) and listed is not None:
        amount, basis = listed, "estimated"
    return {
        "cost": amount, "currency": None if amount is None else currency, "cost_basis": basis,
        "list_price": listed, "list_currency": None if listed is None else row["currency"],
        "price_id": row["id"] if row else None, "charged": charged, "charged_by": by,
    }


def answered(fields):
    """The same as JSON has it."""
    return fields | {"cost": text(fields["cost"]), "list_price": text(fields["list_price"])}


def read_book(lines, places):
    return Book(map(json.loads, lines), places)
