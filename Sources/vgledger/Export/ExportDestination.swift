internal import SystemPackage

/// Where an export goes: standard output, or a file that is replaced whole.
///
/// The first row goes out at once, so that who reads a pipe sees at once that something comes; the
/// others go out in pieces.
final class ExportDestination {
  private enum Place {
    case standardOutput(Output)
    case stream(FileDescriptor, path: String)
    case file(AtomicFile)
  }

  private static let pieceBytes = 1 << 16
  private let place: Place
  private var piece: [UInt8] = []
  private var isFirst = true

  /// `path`: a file; `-` or `nil` for standard output.
  init(_ path: String?, _ output: Output) throws(Failure) {
    guard let path, path != "-" else {
      place = .standardOutput(output)
      return
    }
    guard AtomicFile.isStream(path) else {
      place = .file(try AtomicFile(path))
      return
    }
    do {
      place = .stream(try FileDescriptor.open(FilePath(path), .writeOnly), path: path)
    } catch {
      throw Failure(.cannotCreate, "cannot write \(path.escaped): \(error)")
    }
  }

  var isStandardOutput: Bool {
    switch place {
    case .standardOutput: true
    case .stream, .file: false
    }
  }

  /// What says how far the export has come; `nil` where it goes to a terminal, or into a pipe to a
  /// program that may show it on one.
  func progress(unit: String, _ context: Context) -> Progress? {
    // Only files have places.
    guard
      !isStandardOutput
        || (try? FileDescriptor.standardOutput.seek(offset: 0, from: .current)) != nil
    else { return nil }
    return Progress(ProgressText(work: "exporting", unit: unit), context)
  }

  /// Adds text, in whole rows.
  func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

  /// Adds text as UTF-8.
  func write(_ bytes: [UInt8]) throws(Failure) {
    piece += bytes
    if isFirst || piece.count >= Self.pieceBytes { try flush() }
    isFirst = false
  }

  /// Ends the export: what is buffered goes out, and a file takes its place.
  func finish() throws(Failure) {
    try flush()
    switch place {
    case .standardOutput, .stream: return
    case .file(let file): try file.commit()
    }
  }

  private func flush() throws(Failure) {
    guard !piece.isEmpty else { return }
    defer { piece.removeAll(keepingCapacity: true) }
    switch place {
    case .standardOutput(let output): try output.write(piece)
    case .file(let file): try file.write(piece)
    case .stream(let stream, let path):
      do {
        try stream.writeAll(piece)
      } catch Errno.brokenPipe {
        throw Failure(.brokenPipe, "")
      } catch {
        throw Failure(.inputOutput, "cannot write \(path.escaped): \(error)")
      }
    }
  }
}
