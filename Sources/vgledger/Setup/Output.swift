internal import SystemPackage

/// Standard output for answers, standard error for everything else.
struct Output: Sendable {
  let quiet: Bool

  /// Writes an answer.
  ///
  /// - Throws: A ``Failure`` when the reader went away or the disk is full.
  func write(_ text: String) throws(Failure) { try write(text.utf8) }

  /// Writes bytes of an answer.
  ///
  /// - Throws: A ``Failure`` when the reader went away or the disk is full.
  func write(_ bytes: some Sequence<UInt8>) throws(Failure) {
    do {
      try FileDescriptor.standardOutput.writeAll(bytes)
    } catch Errno.brokenPipe {
      throw Failure(.brokenPipe, "")
    } catch {
      throw Failure(.inputOutput, "cannot write the answer: \(error)")
    }
  }

  func line(_ text: String) throws(Failure) { try write(text + "\n") }

  /// Says something that is not the answer.
  func note(_ text: String) {
    if !quiet { Self.complain(text) }
  }

  /// Says why it failed, whatever was asked for.
  static func complain(_ text: String) {
    _ = try? FileDescriptor.standardError.writeAll("vgledger: \(text)\n".utf8)
  }
}
