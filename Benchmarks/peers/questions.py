#!/usr/bin/env python3
"""Measures `stats`, `cost` and `failures` over all jobs beside DuckDB on Parquet and SQLite, as whole processes.

Usage: questions.py VGLEDGER FOLDER [RUNS]
       questions.py --make VGLEDGER SIMULATOR FOLDER [JOBS]
FOLDER holds `ledger` and `config`, as `--make` and Benchmarks/questions/run.sh write them. RUNS (5) interleaved runs,
after one that warms the page cache and whose answers are compared; medians. Needs sqlite3, and Python with duckdb-cli.

The peers get what `export csv` tells of each job: its state, its reason, how long its phases took, what it cost. So
they need not read answers, nor apply prices. They also get one number for each set of prompt and settings, as
vgledger's digests have it, and jobs numbered in the order of submission. Parquet is sorted by submission and compressed
with zstd; SQLite has indexes that cover each question, and has been analyzed.

What must be the same, exactly:
  stats --by model       counts, success rate, all percentiles, least, most, doubt and queue of each model and of all
  cost --by month,model  counts, sums in each currency and `at_least` of each cell and of the whole
  failures               groups and their order, shares, models, charges, sums at list, next tries, the newest example
vgledger's answer has more, which the peers are not asked for: the states and the spread of each model, who says what is
charged, open jobs, models without a price.
"""
import csv, json, os, shutil, sqlite3, statistics, subprocess, sys, tempfile, time
from collections import Counter
from decimal import Decimal

UNTIL = "2026-09-15T12:00:00Z"  # all providers were still there, and have prices
DAYS, POLLS, SEED = 365, 3, 1
CONFIGURATION = '{ accounts: { gateway: { dialect: "openai-videos", base_url: "https://gateway.example/v1" } } }\n'
DUCKDB = shutil.which("duckdb", path=os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"])
TARGET = "≤ 0.5 × DuckDB"

FIELDS = (
    "key,number,account,model,state,verdict,reason,error_code,submitted_at,first_seen_at,finished_at,verdict_at,"
    "total_ms,total_lo_ms,total_hi_ms,queued_ms,running_ms,lag_ms,seconds,size,resolution,audio,samples_asked,"
    "prompt_sha256,cost,currency,cost_basis,list_price,list_currency,charged,charged_by")
TIMES = "submitted_at", "first_seen_at", "finished_at", "verdict_at"
LENGTHS = "total_ms", "total_lo_ms", "total_hi_ms", "queued_ms", "running_ms", "lag_ms"
WORDS = "reason", "error_code", "seconds", "size", "resolution", "currency", "list_currency"
TYPES = (dict.fromkeys(TIMES, "TIMESTAMP") | dict.fromkeys(LENGTHS, "INTEGER") | dict.fromkeys(WORDS, "VARCHAR")
         | dict.fromkeys(("cost", "list_price"), "DECIMAL(18, 9)"))

PARQUET = """
COPY (
  SELECT (row_number() OVER (ORDER BY coalesce(submitted_at, first_seen_at), number))::INTEGER AS place, key, number,
    account, model, state, verdict, reason, error_code, coalesce(submitted_at, first_seen_at) AS submitted,
    CASE WHEN verdict THEN coalesce(finished_at, verdict_at) END AS ended,
    total_ms, (total_hi_ms - total_lo_ms) // 2 AS doubt_ms, queued_ms, running_ms, lag_ms,
    CASE WHEN prompt_sha256 IS NOT NULL THEN (dense_rank() OVER (
      ORDER BY prompt_sha256, model, seconds, size, resolution, audio, samples_asked))::INTEGER END AS attempt,
    cost, currency, cost_basis, list_price, list_currency, charged, charged_by
  FROM read_csv('{csv}', types = {types}) ORDER BY place
) TO '{parquet}' (COMPRESSION zstd)"""

# Milliseconds and billionths are whole numbers in SQLite; the month stands in a column of its own for the index.
FLAT = """
SELECT place, key, number, account, model, state, verdict::INTEGER, reason, error_code, epoch_ms(submitted),
  epoch_ms(ended), strftime(ended, '%Y-%m'), total_ms, doubt_ms, queued_ms, running_ms, lag_ms, attempt,
  (cost::DECIMAL(38, 9) * 1000000000)::BIGINT, currency, cost_basis, (list_price::DECIMAL(38, 9) * 1000000000)::BIGINT,
  list_currency, charged, charged_by
FROM '{parquet}' ORDER BY place"""

FAILURES = "('failed', 'filtered', 'partial', 'expired', 'lost', 'gone')"
DECIDED = "('succeeded', 'failed', 'filtered', 'partial', 'expired', 'lost', 'gone')"
TABLE = """
CREATE TABLE jobs (
  place INTEGER PRIMARY KEY, key TEXT, number INTEGER, account TEXT, model TEXT, state TEXT, verdict INTEGER,
  reason TEXT, error_code TEXT, submitted INTEGER, ended INTEGER, month TEXT, total_ms INTEGER, doubt_ms INTEGER,
  queued_ms INTEGER, running_ms INTEGER, lag_ms INTEGER, attempt INTEGER, cost INTEGER, currency TEXT, cost_basis TEXT,
  list_price INTEGER, list_currency TEXT, charged TEXT, charged_by TEXT)"""
INDEXES = f"""
CREATE INDEX counted ON jobs (model, verdict, state);
CREATE INDEX total_of_model ON jobs (model, total_ms, verdict) WHERE verdict AND total_ms IS NOT NULL;
CREATE INDEX total_of_all ON jobs (total_ms, verdict) WHERE verdict AND total_ms IS NOT NULL;
CREATE INDEX doubt_of_model ON jobs (model, doubt_ms, verdict) WHERE verdict AND doubt_ms IS NOT NULL;
CREATE INDEX doubt_of_all ON jobs (doubt_ms, verdict) WHERE verdict AND doubt_ms IS NOT NULL;
CREATE INDEX queued_of_model ON jobs (model, queued_ms, verdict) WHERE verdict AND queued_ms IS NOT NULL;
CREATE INDEX queued_of_all ON jobs (queued_ms, verdict) WHERE verdict AND queued_ms IS NOT NULL;
CREATE INDEX spent ON jobs (month, model, currency, list_currency, charged, cost_basis, cost, list_price, verdict)
  WHERE verdict;
CREATE INDEX failed ON jobs (state, reason, model, list_currency, charged, list_price, attempt)
  WHERE state IN {FAILURES};
CREATE INDEX tried ON jobs (attempt, place, state);
ANALYZE;"""

DUCKDB_STATS = """
WITH counted AS (
  SELECT model, grouping(model) AS whole, count(*) AS jobs, count(*) FILTER (verdict) AS done,
    count(*) FILTER (state = 'succeeded') AS succeeded, count(total_ms) FILTER (verdict) AS n,
    quantile_disc(total_ms, [0.5, 0.9, 0.95, 0.99]) FILTER (verdict) AS p,
    min(total_ms) FILTER (verdict) AS least_ms, max(total_ms) FILTER (verdict) AS most_ms,
    quantile_disc(doubt_ms, 0.5) FILTER (verdict) AS doubt_ms,
    count(queued_ms) FILTER (verdict) AS queue_n, quantile_disc(queued_ms, [0.5, 0.95]) FILTER (verdict) AS q
  FROM '{parquet}' GROUP BY GROUPING SETS ((model), ()))
SELECT whole, model, jobs, done, (2000 * succeeded + done) // (2 * nullif(done, 0)) AS success, n, p[1] AS p50,
  CASE WHEN n >= 20 THEN p[2] END AS p90, CASE WHEN n >= 20 THEN p[3] END AS p95,
  CASE WHEN n >= 100 THEN p[4] END AS p99, least_ms, most_ms, doubt_ms, queue_n, q[1] AS queue_p50_ms,
  CASE WHEN queue_n >= 20 THEN q[2] END AS queue_p95_ms
FROM counted ORDER BY whole, jobs DESC"""


def sqlite_stats(models):
    """A percentile is one walk along an index to its place, which is faster than to number all rows.

    SQLite takes no column in OFFSET: the models stand in the question, as a script would write it that knows them.
    """
    def walk(column, percent, count, least, name, only):
        return f"""
  (SELECT {column} FROM jobs WHERE verdict AND {column} IS NOT NULL {only} ORDER BY {column} LIMIT (
    SELECT {count} >= {least} FROM counted WHERE {name}) OFFSET (
    SELECT ({count} * {percent} + 99) / 100 - 1 FROM counted WHERE {name}))"""

    def row(name, only):
        percentiles = [("total_ms", 50, "n", 1), ("total_ms", 90, "n", 20), ("total_ms", 95, "n", 20),
                       ("total_ms", 99, "n", 100), ("doubt_ms", 50, "n", 1), ("queued_ms", 50, "queue_n", 1),
                       ("queued_ms", 95, "queue_n", 20)]
        names = *PERCENTILES, "doubt_ms", "queue_p50_ms", "queue_p95_ms"
        walks = ",".join(f"{walk(*percentile, name, only)} AS {word}" for percentile, word in zip(percentiles, names))
        return f"""
SELECT whole, model, jobs, done, (2000 * succeeded + done) / (2 * nullif(done, 0)) AS success, n, least_ms, most_ms,
  queue_n,{walks}
FROM counted WHERE {name}"""

    words = ["NULL" if model is None else "'" + model.replace("'", "''") + "'" for model in models]
    rows = [row(f"NOT whole AND model IS {word}", f"AND model IS {word}") for word in words] + [row("whole", "")]
    return f"""
WITH known AS (
  SELECT model, count(*) AS n, min(total_ms) AS least_ms, max(total_ms) AS most_ms FROM jobs
  WHERE verdict AND total_ms IS NOT NULL GROUP BY model),
waited AS (
  SELECT model, count(*) AS queue_n FROM jobs WHERE verdict AND queued_ms IS NOT NULL GROUP BY model),
states AS (
  SELECT model, count(*) AS jobs, sum(verdict) AS done, sum(state = 'succeeded') AS succeeded
  FROM jobs GROUP BY model),
each AS MATERIALIZED (
  SELECT s.*, coalesce(n, 0) AS n, least_ms, most_ms, coalesce(queue_n, 0) AS queue_n
  FROM states s LEFT JOIN known k ON k.model IS s.model LEFT JOIN waited w ON w.model IS s.model),
counted AS MATERIALIZED (
  SELECT 0 AS whole, * FROM each
  UNION ALL SELECT 1, NULL, sum(jobs), sum(done), sum(succeeded), sum(n), min(least_ms), max(most_ms), sum(queue_n)
  FROM each)
{" UNION ALL ".join(rows)}"""


SPENT = """
WITH cells AS MATERIALIZED (
  SELECT {month} AS month, model, currency, list_currency, count(*) AS jobs,
    count(*) FILTER (WHERE charged = 'yes') AS charged_jobs, count(*) FILTER (WHERE charged = 'no') AS not_charged_jobs,
    count(*) FILTER (WHERE charged = 'unknown') AS charge_unknown_jobs,
    count(*) FILTER (WHERE charged = 'yes' AND cost IS NULL) AS unpriced_jobs,
    count(*) FILTER (WHERE charged = 'yes' AND cost IS NOT NULL AND currency IS NULL) AS without_currency_jobs,
    count(*) FILTER (WHERE charged = 'yes' AND cost_basis = 'reported') AS reported_jobs,
    count(*) FILTER (WHERE charged = 'yes' AND cost_basis = 'estimated') AS estimated_jobs,
    sum(cost) FILTER (WHERE charged = 'yes') AS amount, sum(list_price) FILTER (WHERE charged = 'no') AS not_charged,
    sum(list_price) FILTER (WHERE charged = 'unknown') AS charge_unknown
  FROM {jobs} WHERE verdict GROUP BY 1, 2, 3, 4)
SELECT 0 AS whole, {word} AS word, * FROM cells
UNION ALL SELECT 1, NULL, NULL, NULL, currency, list_currency, sum(jobs), sum(charged_jobs), sum(not_charged_jobs),
  sum(charge_unknown_jobs), sum(unpriced_jobs), sum(without_currency_jobs), sum(reported_jobs), sum(estimated_jobs),
  sum(amount), sum(not_charged), sum(charge_unknown)
FROM cells GROUP BY currency, list_currency ORDER BY 1, 2, 4"""

DUCKDB_FAILURES = f"""
WITH failed AS MATERIALIZED (
  SELECT place, attempt, state, reason, model, list_currency, charged, list_price FROM '{{parquet}}'
  WHERE state IN {FAILURES}),
tried AS (
  SELECT place, attempt, state, lead(state) OVER (PARTITION BY attempt ORDER BY place) AS next FROM '{{parquet}}'
  WHERE attempt IN (SELECT attempt FROM failed)),
parts AS (
  SELECT failed.state, reason, model, list_currency, count(*) AS jobs,
    count(*) FILTER (charged = 'yes') AS charged, count(*) FILTER (charged = 'no') AS not_charged,
    count(*) FILTER (charged = 'unknown') AS charge_unknown, sum(list_price) FILTER (charged = 'unknown') AS unclear,
    count(*) FILTER (next IN {DECIDED}) AS next_tries, count(*) FILTER (next = 'succeeded') AS next_succeeded,
    max(failed.place) AS newest
  FROM failed LEFT JOIN tried USING (place) GROUP BY ALL),
groups AS (
  SELECT state, reason, sum(jobs) AS jobs, sum(charged) AS charged, sum(not_charged) AS not_charged,
    sum(charge_unknown) AS charge_unknown, sum(next_tries) AS next_tries, sum(next_succeeded) AS next_succeeded,
    max(newest) AS newest, list({{{{model: model, currency: list_currency, jobs: jobs, unclear: unclear}}}}) AS parts
  FROM parts GROUP BY ALL)
SELECT groups.* EXCLUDE (newest), (2000 * jobs + whole) // (2 * whole) AS share, key AS example
FROM groups JOIN '{{parquet}}' AS named ON place = newest, (SELECT count(*) AS whole FROM '{{parquet}}')
ORDER BY jobs DESC, number DESC"""

SQLITE_FAILURES = f"""
WITH failed AS (
  SELECT place, state, reason, model, list_currency, charged, list_price,
    (SELECT state FROM jobs t WHERE t.attempt = f.attempt AND t.place > f.place ORDER BY t.place LIMIT 1) AS next
  FROM jobs f WHERE state IN {FAILURES}),
parts AS (
  SELECT state, reason, model, list_currency, count(*) AS jobs, sum(charged = 'yes') AS charged,
    sum(charged = 'no') AS not_charged, sum(charged = 'unknown') AS charge_unknown,
    sum(list_price) FILTER (WHERE charged = 'unknown') AS unclear,
    count(*) FILTER (WHERE next IN {DECIDED}) AS next_tries,
    count(*) FILTER (WHERE next = 'succeeded') AS next_succeeded, max(place) AS newest
  FROM failed GROUP BY 1, 2, 3, 4),
groups AS (
  SELECT state, reason, sum(jobs) AS jobs, sum(charged) AS charged, sum(not_charged) AS not_charged,
    sum(charge_unknown) AS charge_unknown, sum(next_tries) AS next_tries, sum(next_succeeded) AS next_succeeded,
    max(newest) AS newest,
    json_group_array(json_object('model', model, 'currency', list_currency, 'jobs', jobs, 'unclear', unclear)) AS parts
  FROM parts GROUP BY 1, 2)
SELECT g.state, g.reason, jobs, g.charged, not_charged, charge_unknown, next_tries, next_succeeded, parts,
  (2000 * jobs + whole) / (2 * whole) AS share, key AS example
FROM groups g JOIN jobs ON place = newest, (SELECT count(*) AS whole FROM jobs)
ORDER BY jobs DESC, number DESC"""


def seconds(words, environment=None):
    start = time.perf_counter()
    done = subprocess.run(words, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        sys.exit(f"{words[0]}: {done.stderr}")
    return time.perf_counter() - start, done.stdout


def read(text):
    return json.loads(text, parse_float=Decimal)


def percent(tenths):
    return None if tenths is None else f"{tenths // 10}.{tenths % 10}"


def written(amounts):
    return {currency: Decimal(amount) for currency, amount in amounts.items()}


def sums(found):
    """Exact amounts by currency, without those of no currency and of no amount."""
    total = {}
    for currency, amount, unit in found:
        if currency is not None and amount is not None:
            total[currency] = total.get(currency, 0) + Decimal(amount) * unit
    return total


STATS = "jobs", "done", "n", "least_ms", "most_ms", "doubt_ms", "queue_n", "queue_p50_ms", "queue_p95_ms"
PERCENTILES = "p50", "p90", "p95", "p99"


def our_stats(answer):
    def row(group):
        return [group[name] for name in STATS] + [group["percentiles_ms"][name] for name in PERCENTILES] + [
            group["success_percent"]]

    models = {("model", group["group"]["model"]): row(group) for group in answer["data"]}
    return models | {"all": row(answer["totals"]["all"])}


def their_stats(rows, unit):
    return {"all" if row["whole"] else ("model", row["model"]):
            [row[name] for name in STATS + PERCENTILES] + [percent(row["success"])] for row in rows}


COUNTS = "jobs", "charged_jobs", "not_charged_jobs", "charge_unknown_jobs", "unpriced_jobs", "without_currency_jobs"
BASES = "reported_jobs", "estimated_jobs"


def our_cost(answer):
    def cell(group):
        return {name: group[name] for name in (*COUNTS, "at_least")} | {
            name: written(group[name]) for name in ("amounts", "not_charged", "charge_unknown")}

    cells = {(group["group"]["month"], group["group"]["model"]): cell(group) for group in answer["data"]}
    return cells | {"all": cell(answer["totals"]), "bases": [answer["totals"][name] for name in BASES]}


def their_cost(rows, unit):
    """Puts the rows of one cell, which are one a currency, together."""
    cells = {}
    for row in rows:
        cells.setdefault("all" if row["whole"] else (row["word"], row["model"]), []).append(row)
    found = {}
    for place, parts in cells.items():
        count = {name: sum(int(row[name]) for row in parts) for name in COUNTS}
        found[place] = count | {
            "at_least": count["unpriced_jobs"] + count["without_currency_jobs"] + count["charge_unknown_jobs"] > 0}
        for name, column, currency in (
                ("amounts", "amount", "currency"), ("not_charged", "not_charged", "list_currency"),
                ("charge_unknown", "charge_unknown", "list_currency")):
            found[place][name] = sums((row[currency], row[column], unit) for row in parts)
    return found | {"bases": [sum(int(row[name]) for row in cells["all"]) for name in BASES]}


TRIES = "jobs", "charged", "not_charged", "charge_unknown", "next_tries", "next_succeeded"


def our_failures(answer):
    return [
        [group["state"], group["group"]["reason"], *(group[name] for name in TRIES), group["share_percent"],
         group["models"], written(group["charge_unknown_at_list"]), group["examples"][0]] for group in answer["data"]]


def their_failures(rows, unit):
    found = []
    for row in rows:
        parts = read(row["parts"]) if isinstance(row["parts"], str) else row["parts"]
        models = Counter()
        for part in parts:
            models[part["model"] or "?"] += int(part["jobs"])
        unclear = sums((part["currency"], part["unclear"], unit) for part in parts)
        found.append([row["state"], row["reason"], *(int(row[name]) for name in TRIES), percent(int(row["share"])),
                      dict(models), unclear, row["example"]])
    return found


class Questions:
    """`ledger`: its folder. `folder`: where the peers' files go. `environment`: of vgledger."""

    def __init__(self, vgledger, ledger, folder, runs=5, environment=None):
        self.vgledger, self.runs, self.environment = [vgledger, "--ledger", ledger], runs, environment
        self.parquet, self.database = os.path.join(folder, "jobs.parquet"), os.path.join(folder, "jobs.db")
        self.jobs, self.models = 0, []
        self.give(os.path.join(folder, "jobs.csv"))

    def give(self, csv_file):
        """Gives the peers the jobs."""
        words = [*self.vgledger, "export", "csv", "--fields", FIELDS, "--to", csv_file]
        subprocess.run(words, check=True, capture_output=True, env=self.environment)
        self.duckdb(PARQUET.format(csv=csv_file, parquet=self.parquet, types=TYPES))
        os.remove(csv_file)
        with sqlite3.connect(self.database) as database:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute(TABLE)
            words = [DUCKDB, "-csv", "-noheader", "-nullvalue", "", "-c", FLAT.format(parquet=self.parquet)]
            with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as flat:
                rows = ([field or None for field in row] for row in csv.reader(flat.stdout))
                database.executemany(f"INSERT INTO jobs VALUES ({', '.join('?' * 25)})", rows)
            database.executescript(INDEXES)
            self.jobs = database.execute("SELECT count(*) FROM jobs").fetchone()[0]
            self.models = [model for model, in database.execute("SELECT DISTINCT model FROM jobs")]
            if flat.returncode != 0:
                sys.exit("DuckDB could not write the jobs for SQLite")
        database.close()

    def duckdb(self, query):
        return seconds([DUCKDB, "-json", "-c", query])

    def compare(self, question, duckdb, sqlite, ours, theirs):
        """Checks that all give the same answer; the row of their times."""
        works = [
            lambda: seconds([*self.vgledger, *question.split(), "-o", "json"], self.environment),
            lambda: self.duckdb(duckdb),
            lambda: seconds(["sqlite3", "-readonly", "-json", self.database, sqlite])]
        answers = [read(work()[1]) for work in works]
        mine = ours(answers[0])
        for name, answer, unit in (("DuckDB", answers[1], 1), ("SQLite", answers[2], Decimal("1e-9"))):
            if theirs(answer, unit) != mine:
                sys.exit(f"{question}: {name} answers\n{theirs(answer, unit)}\nvgledger\n{mine}")
        found = [[work()[0] * 1000 for work in works] for _ in range(self.runs)]
        times = [statistics.median(column) for column in zip(*found)]
        ratios = [statistics.median(run[0] / run[place] for run in found) for place in range(3)]
        return (f"`{question}` over {self.jobs:,} jobs, whole process", f"{times[0]:.0f} ms",
                [f"DuckDB on Parquet: {times[1]:.0f} ms, ratio **{ratios[1]:.2f}**",
                 f"SQLite, covering indexes: {times[2]:.0f} ms, ratio **{ratios[2]:.2f}**"], TARGET)

    def rows(self):
        """Each (work, ours, peers, target)."""
        duckdb = {"month": "date_trunc('month', ended)", "word": "strftime(month, '%Y-%m')",
                  "jobs": f"'{self.parquet}'"}
        sqlite = {"month": "month", "word": "month", "jobs": "jobs"}
        return [
            self.compare("stats --by model", DUCKDB_STATS.format(parquet=self.parquet), sqlite_stats(self.models),
                         our_stats, their_stats),
            self.compare("cost --by month,model", SPENT.format(**duckdb), SPENT.format(**sqlite), our_cost, their_cost),
            self.compare("failures", DUCKDB_FAILURES.format(parquet=self.parquet), SQLITE_FAILURES,
                         our_failures, their_failures)]


def surroundings(folder):
    return os.environ | {
        "XDG_CONFIG_HOME": f"{folder}/config", "XDG_DATA_HOME": f"{folder}/data", "VGLEDGER_NOW": UNTIL, "TZ": "UTC",
        "LC_ALL": "C.UTF-8"}


def make(vgledger, simulator, folder, jobs):
    """A ledger of simulated jobs of several models, accounts, states and reasons."""
    os.makedirs(f"{folder}/config/vgledger")
    with open(f"{folder}/config/vgledger/config.json5", "w") as file:
        file.write(CONFIGURATION)
    history = subprocess.Popen(
        [simulator, "history", "--jobs", str(jobs), "--seed", str(SEED), "--until", UNTIL, "--days", str(DAYS),
         "--polls", str(POLLS), "--gateway", "gateway"], stdout=subprocess.PIPE)
    subprocess.run([vgledger, "--quiet", "import", "--from", "observations", "-", "--ledger", f"{folder}/ledger"],
                   check=True, stdin=history.stdout, stdout=subprocess.DEVNULL, env=surroundings(folder))
    if history.wait() != 0:
        sys.exit("the simulator failed")


def main():
    words = sys.argv[1:]
    if words[:1] == ["--make"] and len(words) in (4, 5):
        vgledger, simulator, folder = map(os.path.abspath, words[1:4])
        return make(vgledger, simulator, folder, int(words[4]) if len(words) == 5 else 1_000_000)
    if len(words) not in (2, 3):
        sys.exit(__doc__)
    vgledger, folder = map(os.path.abspath, words[:2])
    with tempfile.TemporaryDirectory(prefix="vgledger-questions-") as peers:
        runs = int(words[2]) if len(words) == 3 else 5
        questions = Questions(vgledger, f"{folder}/ledger", peers, runs, surroundings(folder))
        print("| work | vgledger | peers | target |\n|---|---:|---|---|")
        for work, ours, others, target in questions.rows():
            print(f"| {work} | {ours} | {'<br>'.join(others)} | {target} |")


if __name__ == "__main__":
    main()
