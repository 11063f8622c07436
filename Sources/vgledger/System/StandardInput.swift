internal import SystemPackage

/// Reading files and standard input in pieces.
enum StandardInput {
  /// All of standard input.
  static func all(upTo most: Int) throws -> [UInt8] {
    var all: [UInt8] = []
    try forEachPiece(of: .standardInput) { piece in
      all += piece
      guard all.count <= most else {
        throw Failure(.badData, "standard input holds more than \(Words.bytes(most))")
      }
    }
    return all
  }

  /// The next bytes of a file; none at its end.
  static func piece(of file: FileDescriptor, upTo most: Int) throws(Failure) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: most)
    let count = try read(file, &buffer)
    if count < most { buffer.removeLast(most - count) }
    return buffer
  }

  private static func forEachPiece(
    of file: FileDescriptor, _ body: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try read(file, &buffer)
      guard count > 0 else { return }
      try body(buffer[..<count])
    }
  }

  private static func read(
    _ file: FileDescriptor, _ buffer: inout [UInt8]
  ) throws(Failure) -> Int {
    do {
      return try unsafe buffer.withUnsafeMutableBytes { unsafe try file.read(into: $0) }
    } catch {
      throw Failure(.noInput, "cannot read the input: \(error)")
    }
  }
}
