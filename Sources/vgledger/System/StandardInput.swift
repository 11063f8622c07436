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

  /// Calls `body` with each line, without its end, and its number from 1.
  static func forEachLine(
    of file: FileDescriptor, upTo most: Int,
    _ body: (ArraySlice<UInt8>, Int) async throws -> Void
  ) async throws {
    var rest: [UInt8] = []
    var number = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = try read(file, &buffer)
      guard count > 0 else { break }
      var start = rest.startIndex
      var searched = rest.endIndex  // what came before this piece holds no line end
      rest += buffer[..<count]
      while let end = rest[searched...].firstIndex(of: 0x0a) {
        number += 1
        try await body(rest[start..<end], number)
        start = end + 1
        searched = start
      }
      rest.removeSubrange(..<start)
      guard rest.count <= most else {
        throw Failure(.badData, "line \(number + 1) is longer than \(Words.bytes(most))")
      }
    }
    if !rest.isEmpty { try await body(rest[...], number + 1) }
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
