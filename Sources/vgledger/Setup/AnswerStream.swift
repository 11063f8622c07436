/// The way of one answer to its reader: in pieces of 64 KiB, or through a pager.
///
/// What is left when the stream is let go is written then; only ``end()`` can say that it failed.
final class AnswerStream {
  private static let pieceBytes = 1 << 16

  private enum Destination {
    case direct
    /// A terminal: the pager starts when the screen is full.
    case undecided(ScreenFill, PagerCommand)
    case paged(PagerProcess)
    case export(ExportDestination)
  }

  private let output: Output
  private var destination: Destination
  private var pending: [UInt8] = []

  /// `mayPage`: whether an answer longer than the screen may go through a pager.
  ///
  /// `export`: where it goes instead of standard output.
  init(_ context: Context, mayPage: Bool, to export: ExportDestination? = nil) {
    output = context.output
    if let export {
      destination = .export(export)
    } else if mayPage, let pager = PagerCommand(context) {
      destination = .undecided(ScreenFill(columns: context.style.width), pager)
    } else {
      destination = .direct
    }
  }

  deinit {
    // A failure is under way already, and has its own words.
    try? end()
  }

  func write(_ text: String) throws(Failure) {
    pending += text.utf8
    switch destination {
    case .undecided(var fill, let pager):
      fill.take(text)
      destination = .undecided(fill, pager)
      guard fill.rows >= pager.screenRows else { return }
      if let process = PagerProcess(pager.command, pager.environment) {
        destination = .paged(process)
      } else {
        destination = .direct
      }
      try writeOut()
    case .direct, .paged, .export:
      if pending.count >= Self.pieceBytes { try writeOut() }
    }
  }

  /// Makes everything visible now, and gives the pager up where it has not started.
  func flush() throws(Failure) {
    if case .undecided = destination { destination = .direct }
    try writeOut()
  }

  /// Gives the reader of a pipe or a file what is there; a screen is still being filled.
  func flushToPipe() throws(Failure) {
    switch destination {
    case .direct, .export: try writeOut()
    case .undecided, .paged: return
    }
  }

  /// Writes the rest, and waits until the reader has closed the pager.
  func end() throws(Failure) {
    if case .undecided = destination { destination = .direct }
    defer {
      if case .paged(let process) = destination { process.wait() }
      destination = .direct
    }
    try writeOut()
  }

  private func writeOut() throws(Failure) {
    guard !pending.isEmpty else { return }
    // Whatever happens: what could not be written now is not written twice.
    let bytes = pending
    pending.removeAll(keepingCapacity: true)
    switch destination {
    case .direct, .undecided: try output.write(bytes)
    case .export(let export): try export.write(bytes)
    case .paged(let process):
      guard process.write(bytes) else {
        process.wait()
        destination = .direct
        // The reader has seen enough.
        throw Failure(.success, "")
      }
    }
  }
}

/// How many rows of a screen a text takes, with its long lines going round.
struct ScreenFill {
  let columns: Int
  private(set) var rows = 0

  init(columns: Int) { self.columns = columns }

  mutating func take(_ text: String) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      let width = Self.withoutColors(line).displayWidth
      rows += max(1, (width + columns - 1) / columns)
    }
  }

  /// The text without the sequences that ``Style`` writes: ESC [ … m.
  private static func withoutColors(_ line: Substring) -> String {
    guard line.utf8.contains(0x1b) else { return String(line) }
    let parts = line.split(separator: "\u{1b}", omittingEmptySubsequences: false)
    let rest = parts.dropFirst().map { $0.drop { $0 != "m" }.dropFirst() }
    return String(parts[0]) + rest.joined()
  }
}
