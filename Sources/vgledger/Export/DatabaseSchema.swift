/// The tables, views and indexes of `export sqlite`; `docs/sqlite.md` tells what is in them.
enum DatabaseSchema {
  /// `PRAGMA user_version`: grows when a table or column changes its meaning or goes.
  static let version = 1

  /// What comes before the rows.
  static var tables: String {
    let jobs = JobColumns.all.map { "  \($0.name) \($0.type)" }.joined(separator: ",\n")
    return """
      CREATE TABLE about (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
      CREATE TABLE jobs (
      \(jobs)
      );
      CREATE TABLE labels (
        job_number INTEGER NOT NULL REFERENCES jobs (number), name TEXT NOT NULL,
        value TEXT NOT NULL, PRIMARY KEY (job_number, name)
      ) WITHOUT ROWID;
      CREATE TABLE assets (
        job_number INTEGER NOT NULL REFERENCES jobs (number), place INTEGER NOT NULL,
        variant TEXT NOT NULL, uri TEXT, expires_at TEXT, saved_path TEXT, saved_at TEXT,
        bytes INTEGER, sha256 TEXT, content_type TEXT, failure TEXT,
        PRIMARY KEY (job_number, place)
      ) WITHOUT ROWID;
      CREATE TABLE prices (
        place INTEGER PRIMARY KEY, id TEXT NOT NULL, model TEXT NOT NULL, scope TEXT NOT NULL,
        account TEXT, provider TEXT, resolution TEXT, audio INTEGER, batch INTEGER NOT NULL,
        unit TEXT NOT NULL, amount TEXT NOT NULL, amount_nano INTEGER, currency TEXT NOT NULL,
        valid_from TEXT, valid_until TEXT, source TEXT, origin TEXT NOT NULL,
        declared_sequence INTEGER, declared_at TEXT, declared_by TEXT
      );
      CREATE TABLE events (
        sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, source TEXT NOT NULL, job TEXT,
        job_number INTEGER REFERENCES jobs (number), recorded_at TEXT NOT NULL,
        observed_at TEXT NOT NULL, observed_assumed INTEGER NOT NULL, conflict INTEGER NOT NULL,
        state TEXT, http_status INTEGER, latency_ms INTEGER, request_id TEXT, detail TEXT,
        recorded_unix_ms INTEGER NOT NULL, observed_unix_ms INTEGER NOT NULL, body
      );
      """
  }

  static let eventColumns = [
    "sequence", "kind", "source", "job", "job_number", "recorded_at", "observed_at",
    "observed_assumed", "conflict", "state", "http_status", "latency_ms", "request_id", "detail",
  ]

  /// What comes after the rows: it is quicker so.
  static let indexes = """
    CREATE UNIQUE INDEX jobs_key ON jobs (key);
    CREATE INDEX jobs_id ON jobs (id);
    CREATE INDEX jobs_submitted ON jobs (submitted_unix_ms);
    CREATE INDEX jobs_finished ON jobs (finished_unix_ms);
    CREATE INDEX jobs_state ON jobs (state, submitted_unix_ms);
    CREATE INDEX jobs_model ON jobs (model, submitted_unix_ms);
    CREATE INDEX jobs_project ON jobs (project, submitted_unix_ms);
    CREATE INDEX labels_name ON labels (name, value);
    CREATE INDEX prices_id ON prices (id);
    CREATE INDEX events_job ON events (job_number, sequence);
    """

  static let views: String = """
    CREATE VIEW open_jobs AS
      SELECT key, id, account, state, provider_status, progress, model, project, submitted_at,
        last_seen_at, polls
      FROM jobs WHERE verdict = 0 ORDER BY submitted_unix_ms;
    CREATE VIEW failures AS
      SELECT state, reason, error_code, model, count(*) AS jobs, max(submitted_at) AS newest_at,
        key AS example
      FROM jobs WHERE state IN ('failed', 'filtered', 'partial', 'canceled', 'expired', 'lost', 'gone')
      GROUP BY state, reason, error_code, model ORDER BY jobs DESC;
    CREATE VIEW jobs_by_day AS
      SELECT substr(submitted_at, 1, 10) AS day, count(*) AS jobs,
        sum(verdict = 0) AS open, sum(state = 'succeeded') AS succeeded,
        sum(state = 'partial') AS partial, sum(state = 'filtered') AS filtered,
        sum(state = 'failed') AS failed,
        sum(state IN ('canceled', 'expired', 'lost', 'gone')) AS other
      FROM jobs GROUP BY day ORDER BY day;
    CREATE VIEW cost_by_month AS
      SELECT substr(coalesce(finished_at, verdict_at), 1, 7) AS month, \(costs)
      FROM jobs WHERE verdict = 1 GROUP BY month, currency, cost_basis ORDER BY month, currency;
    CREATE VIEW cost_by_model AS
      SELECT model, \(costs)
      FROM jobs WHERE verdict = 1 GROUP BY model, currency, cost_basis ORDER BY model, currency;
    CREATE VIEW durations AS
      SELECT model, max(jobs) AS jobs, max(jobs) - count(total_ms) AS jobs_of_unknown_duration,
        min(total_ms) AS least_ms, CAST(round(avg(total_ms)) AS INTEGER) AS mean_ms,
        \(percentile(50, least: 1)),
        \(percentile(90, least: 20)),
        \(percentile(95, least: 20)),
        \(percentile(99, least: 100)),
        max(total_ms) AS most_ms
      FROM (
        SELECT model, total_ms, count(*) OVER (PARTITION BY model) AS jobs,
          count(total_ms) OVER (PARTITION BY model) AS known,
          row_number() OVER (PARTITION BY model ORDER BY total_ms NULLS LAST) AS rank
        FROM jobs WHERE verdict = 1)
      GROUP BY model ORDER BY jobs DESC;
    """

  /// Sums of money, exact, and the jobs that they leave out.
  private static let costs = """
    currency, cost_basis, count(*) AS jobs,
        sum(cost_nano) AS cost_nano, \(decimal("sum(cost_nano)")) AS cost,
        sum(cost IS NULL) AS jobs_of_unknown_cost
    """

  /// Billionths as decimal text: every digit, at least two after the point.
  private static func decimal(_ nano: String) -> String {
    """
    CASE WHEN \(nano) IS NOT NULL THEN
          printf('%s%d.%02d', iif(\(nano) < 0, '-', ''), abs(\(nano)) / 1000000000,
            abs(\(nano)) / 10000000 % 100)
          || rtrim(printf('%07d', abs(\(nano)) % 10000000), '0') END
    """
  }

  /// A percentile by nearest rank; NULL where fewer jobs than `least` cannot tell it.
  private static func percentile(_ percent: Int, least: Int) -> String {
    "min(total_ms) FILTER (WHERE known >= \(least) AND rank * 100 >= known * \(percent)) "
      + "AS p\(percent)_ms"
  }

  /// Search over prompts, whose words stand in the other table alone.
  ///
  /// The quotes around its name are what datasette looks for.
  static let search = """
    CREATE VIRTUAL TABLE jobs_fts USING fts5(prompt, content="jobs", content_rowid="number");
    INSERT INTO jobs_fts (jobs_fts) VALUES ('rebuild');
    """
}
