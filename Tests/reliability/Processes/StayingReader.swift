internal import Foundation

/// A reader that does nothing but be there, until it is killed.
struct StayingReader {
  private let child: ChildProcess
  /// Never written to; the reader waits for it.
  private let input = Pipe()

  /// - Parameters:
  ///   - place: Inside a snapshot, which holds its pages, or outside.
  ///   - ledger: The ledger's folder.
  /// - Throws: What kept it from getting there.
  init(_ place: ReaderCommand.Place, of ledger: String) throws {
    let output = Pipe()
    child = try ChildProcess(
      ["reader", ledger, "0", "--stay", place.rawValue], input: input.fileHandleForReading,
      output: output.fileHandleForWriting)
    try output.fileHandleForWriting.close()
    var lines = ChildLines(output.fileHandleForReading)
    guard lines.next() == "staying" else { throw POSIXError(.EIO) }
  }

  func kill() throws {
    child.killAtOnce()
    guard child.wait() == .killed(by: 9) else { throw POSIXError(.ECHILD) }
  }
}
