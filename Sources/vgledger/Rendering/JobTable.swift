internal import Ledger

/// The aligned table of `list`.
struct JobTable {
  private struct Column {
    let name: String
    /// Columns of the lowest rank are dropped first when the terminal is narrow.
    let rank: Int
    let onLeft: Bool
    let cell: (Job) -> String
  }

  private static let modelWidthMost = 28

  let style: Style
  let now: Moment

  /// The table with its header line; jobs in the order given.
  func lines(_ jobs: [Job]) -> [String] {
    var columns = columns().filter { column in
      column.rank == 9 || jobs.contains { !column.cell($0).isEmpty }
    }
    var widths = widths(columns, jobs)
    while widths.reduce(0, +) + 2 * columns.count > style.width - 2,
      let place = columns.indices.filter({ columns[$0].rank < 9 })
        .min(by: { columns[$0].rank < columns[$1].rank })
    {
      columns.remove(at: place)
      widths.remove(at: place)
    }
    let header = zip(columns, widths).map { $0.name.padded(to: $1, onLeft: $0.onLeft) }
    let head = style.paint(("  " + header.joined(separator: "  ")).trimmedAtEnd, .dim)
    return [head] + jobs.map { row($0, columns, widths) }
  }

  private func row(_ job: Job, _ columns: [Column], _ widths: [Int]) -> String {
    let cells = zip(columns, widths).map { column, width in
      let cell = column.cell(job).padded(to: width, onLeft: column.onLeft)
      return column.name == "STATE" ? style.paint(cell, as: job.state) : cell
    }
    let mark = style.paint(style.mark(job.state), as: job.state)
    return (mark + " " + cells.joined(separator: "  ")).trimmedAtEnd
  }

  private func widths(_ columns: [Column], _ jobs: [Job]) -> [Int] {
    columns.map { column in
      max(column.name.count, jobs.map { column.cell($0).displayWidth }.max() ?? 0)
    }
  }

  private func columns() -> [Column] {
    [
      Column(name: "ID", rank: 9, onLeft: false) { String($0.key.text.prefix(7)) },
      Column(name: "STATE", rank: 9, onLeft: false) { $0.state.word },
      Column(name: "MODEL", rank: 5, onLeft: false) {
        ($0.model ?? "?").escaped.clipped(to: Self.modelWidthMost)
      },
      Column(name: "PROJECT", rank: 2, onLeft: false) {
        ($0.project ?? "").escaped.clipped(to: 20)
      },
      Column(name: "LABELS", rank: 1, onLeft: false) { job in
        job.labels.map(\.text).joined(separator: " ").escaped.clipped(to: 24)
      },
      Column(name: "ASKED", rank: 3, onLeft: false) { Self.asked($0) },
      Column(name: "TOOK", rank: 9, onLeft: true) { took($0) },
      Column(name: "COST", rank: 9, onLeft: true) { ($0.statedCost?.amount ?? "?").escaped },
      Column(name: "WHEN", rank: 4, onLeft: false) { job in
        Words.ago(job.submitted?.moment ?? job.firstSeen, now)
      },
    ]
  }

  static func asked(_ job: Job) -> String {
    let length = job.videoMilliseconds.map(Words.seconds(ofVideo:))
    return [length, job.resolution ?? job.size].compactMap(\.self).joined(separator: " ").escaped
  }

  /// How long it took, or has taken so far.
  private func took(_ job: Job) -> String {
    if let total = Phases(job).total {
      // A second of doubt is the provider's own; more is ours, and is shown.
      return (total.high - total.low > 1000 ? "~" : "") + Words.duration(total.middle)
    }
    guard !job.state.isVerdict else { return "?" }
    let start = job.submitted?.moment ?? job.firstSeen
    let more = style.isASCII ? " .." : " …"
    return Words.duration(max(0, now.milliseconds(since: start)) / 1000 * 1000) + more
  }
}
