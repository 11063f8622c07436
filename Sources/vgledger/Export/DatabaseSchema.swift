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
    CREATE INDEX events_job ON events (job_number, sequence);
    """

  static let views = """
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
      SELECT substr(coalesce(finished_at, verdict_at), 1, 7) AS month, currency, cost_basis,
        count(*) AS jobs, sum(cost_nano) AS cost_nano,
        CASE WHEN sum(cost_nano) IS NOT NULL THEN
          printf('%d.%09d', sum(cost_nano) / 1000000000, sum(cost_nano) % 1000000000) END AS cost,
        sum(cost IS NULL) AS jobs_of_unknown_cost
      FROM jobs WHERE verdict = 1 GROUP BY month, currency, cost_basis ORDER BY month, currency;
    """

  /// Search over prompts, whose words stand in the other table alone.
  ///
  /// The quotes around its name are what datasette looks for.
  static let search = """
    CREATE VIRTUAL TABLE jobs_fts USING fts5(prompt, content="jobs", content_rowid="number");
    INSERT INTO jobs_fts (jobs_fts) VALUES ('rebuild');
    """
}
