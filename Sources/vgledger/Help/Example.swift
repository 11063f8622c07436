/// A line that can be typed, and what it does; help and manual pages show it.
struct Example {
  /// The command's words, without the program.
  let command: String
  let line: String
  let says: String

  /// The examples of a command, and for the whole program the first three to try.
  static func all(_ path: [String]) -> [Example] {
    let command = path.joined(separator: " ")
    return all.filter { $0.command == command }
  }

  /// Every command has one at least; a test parses them all.
  static let all = [
    Example(
      command: "", line: "vgledger track video_68d7512d07848190b3e45da0ecbebcde004da08e1e0678d5",
      says: "Follow a job that was made elsewhere."),
    Example(command: "", line: "vgledger watch", says: "Ask about all open jobs until they end."),
    Example(command: "", line: "vgledger show @last", says: "The newest job's whole story."),
    Example(command: "show", line: "vgledger show v7k2", says: "A job by the start of its key."),
    Example(
      command: "show", line: "vgledger show @last --why",
      says: "Only why it failed, in their words."),
    Example(command: "list", line: "vgledger list --open", says: "Jobs without a verdict."),
    Example(
      command: "verify", line: "vgledger verify",
      says: "Check every record, the tree and the projections."),
    Example(
      command: "verify", line: "vgledger verify --checkpoint /mnt/audit/vgledger",
      says: "Compare with checkpoints kept elsewhere."),
    Example(
      command: "verify", line: "vgledger verify --proof v7k2q9x-12.tlog-proof --key studio.key",
      says: "Check a proof without a ledger."),
    Example(
      command: "checkpoint", line: "vgledger checkpoint --to /mnt/audit/today.checkpoint",
      says: "Sign the log's size and root, and keep it elsewhere."),
    Example(
      command: "checkpoint", line: "vgledger checkpoint --print-key",
      says: "The key that others need."),
    Example(
      command: "proof", line: "vgledger proof v7k2 --to proofs",
      says: "A file for each event of a job."),
    Example(
      command: "proof", line: "vgledger proof v7k2 --event 12 --to event.tlog-proof",
      says: "A proof of one event."),
    Example(
      command: "redact", line: "vgledger redact v7k2 --prompt --why request-17 --yes",
      says: "Take the prompt out, and whatever repeats it."),
    Example(
      command: "backup", line: "vgledger backup /mnt/backup/vgledger-monday",
      says: "A verified copy while others write."),
    Example(
      command: "restore", line: "vgledger restore /mnt/backup/vgledger-monday --check",
      says: "Verify a backup without restoring it."),
    Example(
      command: "salvage", line: "vgledger salvage ~/damaged --to ~/saved",
      says: "Save what is good of a damaged ledger."),
    Example(
      command: "list", line: "vgledger list --state failed,filtered --exit-code",
      says: "Exit with 1 when none failed."),
    Example(
      command: "failures", line: "vgledger failures since:7d --examples 3",
      says: "What went wrong this week, and whether trying again helped."),
    Example(
      command: "stats", line: "vgledger stats since:30d --by model",
      says: "How long each model takes, and how often it succeeds."),
    Example(
      command: "timeline", line: "vgledger timeline label.shot:sc010 on:today",
      says: "Where the time of today's takes went."),
    Example(
      command: "timeline", line: "vgledger timeline since:7d --by project",
      says: "A heading for each project."),
    Example(
      command: "cost", line: "vgledger cost since:7d --by day,model",
      says: "A week's money, days by models."),
    Example(
      command: "cost", line: "vgledger cost period:this-month --max 500",
      says: "Exit with 1 when the month cost more."),
    Example(
      command: "cost", line: "vgledger cost since:30d --wasted", says: "What was spent for nothing."
    ),
    Example(
      command: "log", line: "vgledger log --job @last -o jsonl", says: "All events of a job."),
    Example(
      command: "watch", line: "vgledger watch --exit-when idle", says: "End when nothing is open."),
    Example(
      command: "webhook list", line: "vgledger webhook list since:1h",
      says: "Deliveries of the last hour."),
    Example(
      command: "webhook show", line: "vgledger webhook show 48302",
      says: "The delivery at that place of the log."),
    Example(
      command: "webhook replay",
      line: "vgledger webhook replay 48302 --to http://127.0.0.1:8787/webhooks/openai",
      says: "Have a receiver hear it again."),
    Example(
      command: "webhook send",
      line: "vgledger webhook send video.completed --to http://127.0.0.1:8787/webhooks/openai",
      says: "Try a receiver."),
    Example(
      command: "watch", line: "vgledger watch --download ~/videos --exit-when idle",
      says: "Save each video as soon as it is there, and end when all are."),
    Example(
      command: "at-risk", line: "vgledger at-risk project:acme",
      says: "Which videos will be lost, and what saves them."),
    Example(
      command: "serve", line: "vgledger serve",
      says: "Take deliveries at http://127.0.0.1:8787/webhooks/openai, and ask about open jobs."),
    Example(
      command: "sync", line: "* * * * *  vgledger sync --max-time 50s",
      says: "In a crontab: every open job is asked once a minute."),
    Example(
      command: "sync", line: "vgledger sync --discover",
      says: "Track what the providers list and nobody tracked, then ask."),
    Example(
      command: "wait", line: "vgledger wait v7m8r1 v7m8q4 --timeout 15m",
      says: "In a script: the exit code says how they ended."),
    Example(
      command: "wait", line: "vgledger wait project:acme since:1h --for asset",
      says: "Until all of these have ended and are saved."),
    Example(
      command: "status", line: "vgledger status v7k2 --download --to take1.mp4",
      says: "Ask now, and save the video."),
    Example(
      command: "track",
      line: "vgledger track video_68d7512d07848190b3e45da0 --project acme --label shot=sc010",
      says: "Follow a job, with project and label."),
    Example(
      command: "record", line: "curl … | vgledger record --provider sora",
      says: "Append an answer that you have."),
    Example(
      command: "download",
      line: "vgledger list --state succeeded | vgledger download - --dir takes",
      says: "Save what is done."),
    Example(
      command: "import", line: "vgledger import history.jsonl --dry-run",
      says: "What old answers would add."),
    Example(
      command: "import", line: "vgledger import saved-answers/",
      says: "A folder; each file is recognised."),
    Example(
      command: "import", line: "vgledger import jobs.csv --map jobs.json5",
      says: "A table, with what its columns mean."),
    Example(
      command: "reconcile",
      line: "vgledger reconcile --provider veo --period 2026-10 --invoice october.csv --by model",
      says: "Does the bill fit the ledger?"),
    Example(
      command: "price", line: "vgledger price --model veo-3.1", says: "Prices of all its versions."),
    Example(
      command: "price list", line: "vgledger price list --at 2026-05-01",
      says: "The prices of that day."),
    Example(
      command: "price show", line: "vgledger price show veo-3.1-generate-001",
      says: "Which price wins where, and its source."),
    Example(
      command: "price set", line: "vgledger price set veo-3.2 0.40USD/s --from 2026-11-01",
      says: "Declare a price, with the day on which it begins."),
    Example(
      command: "price import", line: "vgledger price import prices.csv --source contract",
      says: "Declare the prices of a table."),
    Example(
      command: "price diff", line: "vgledger price diff 2026-01-01 2026-05-01",
      says: "What changed in between."),
    Example(
      command: "export", line: "vgledger export prices --to prices.jsonl",
      says: "Every price, with the order in which they win."),
    Example(
      command: "export", line: "vgledger export observations --to history.jsonl",
      says: "The whole log, to import it elsewhere."),
    Example(
      command: "export", line: "vgledger export csv since:30d --fields id,state,cost --to jobs.csv",
      says: "Jobs for a spreadsheet."),
    Example(
      command: "export", line: "vgledger export sqlite project:acme --to acme.db",
      says: "One project's jobs, events and costs for any SQL tool."),
    Example(
      command: "export", line: "vgledger export prom --to /var/lib/node_exporter/vgledger.prom",
      says: "Metrics for a textfile collector."),
    Example(command: "note", line: "vgledger note @last too dark", says: "Add words to a job."),
    Example(
      command: "label", line: "vgledger label @last shot=sc010 --remove take",
      says: "Add one label, remove another."),
    Example(command: "init", line: "vgledger init --origin studio-a/main", says: "Make a ledger."),
    Example(command: "doctor", line: "vgledger doctor", says: "Check everything, change nothing."),
    Example(
      command: "rebuild", line: "vgledger rebuild --check",
      says: "Fold the log again and compare."),
    Example(
      command: "rebuild", line: "vgledger rebuild --diff",
      says: "Which jobs would be concluded otherwise?"),
    Example(command: "account", line: "vgledger account", says: "The accounts and their keys."),
    Example(
      command: "account list", line: "vgledger account list -o json", says: "The same as JSON."),
    Example(
      command: "account rebind", line: "vgledger account rebind gateway",
      says: "The account has moved to the address that is configured."),
    Example(command: "webhook", line: "vgledger webhook check --help", says: "How to check one."),
    Example(
      command: "webhook check",
      line: "vgledger webhook check --secret whsec_… --header webhook-id=… < body",
      says: "Does the signature hold?"),
    Example(
      command: "config", line: "vgledger config show --origin",
      says: "Every setting and its source."),
    Example(
      command: "config show", line: "vgledger config show -o json", says: "The same as JSON."),
    Example(command: "config get", line: "vgledger config get timezone", says: "One value."),
    Example(
      command: "config set", line: "vgledger config set timezone Europe/Berlin",
      says: "Change your file; comments stay."),
    Example(
      command: "config set", line: "vgledger --profile acme config set ledger ~/acme/ledger",
      says: "Give a profile its own ledger."),
    Example(command: "config path", line: "vgledger config path", says: "Where your file is."),
    Example(
      command: "schema", line: "vgledger schema list",
      says: "What a script can rely on in list --json."),
    Example(command: "exit-codes", line: "vgledger exit-codes", says: "The table for scripts."),
    Example(
      command: "completion", line: "vgledger completion install",
      says: "Complete commands, jobs and models in your shell."),
    Example(
      command: "completion", line: "eval \"$(vgledger completion bash)\"",
      says: "Only in this shell."),
  ]
}
