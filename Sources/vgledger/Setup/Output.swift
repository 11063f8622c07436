internal import SystemPackage

/// Standard output for answers, standard error for everything else.
struct Output: Sendable {
  let quiet: Bool
  /// Where ``Progress`` stands; a note takes it away first.
  let statusLine = StatusLine()

  /// Writes an answer, at once.
  ///
  /// - Throws: A ``Failure`` when the reader went away or the disk is full.
  func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

  /// Writes a piece of an answer, at once.
  ///
  /// - Throws: A ``Failure`` when the reader went away or the disk is full.
  func write(_ bytes: [UInt8]) throws(Failure) {
    do {
      try StandardOutput.write(bytes)
    } catch Errno.brokenPipe {
      throw Failure(.brokenPipe, "")
    } catch {
      throw Failure(
        .inputOutput, "cannot write the answer: \(error); make room, or write it elsewhere")
    }
  }

  func line(_ text: String) throws(Failure) { try write(text + "\n") }

  /// Says something that is not the answer.
  func note(_ text: String) {
    guard !quiet else { return }
    statusLine.clear()
    Self.complain(text)
  }

  /// Says why it failed, whatever was asked for.
  static func complain(_ text: String) {
    _ = try? FileDescriptor.standardError.writeAll("vgledger: \(text)\n".utf8)
  }
}
