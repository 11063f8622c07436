internal import Glibc

/// The data file of a ledger after a power cut: made and unmade by what differs only.
///
/// Between two states it holds what is certainly on the disk.
struct ImageFile: ~Copyable {
  private let descriptor: Int32
  private var touched: [Range<Int>] = []
  /// The length of what is certainly on the disk.
  private var length = 0

  init(path: String) throws {
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw CrashStatesError.fileFailed("open", code: errno) }
  }

  deinit { _ = close(descriptor) }

  /// Writes ranges of what is certainly on the disk.
  mutating func settle(_ ranges: [Range<Int>], of durable: [UInt8]) throws {
    for range in ranges where range.lowerBound < durable.count {
      try write(durable, range.clamped(to: 0..<durable.count), at: range.lowerBound)
    }
    length = durable.count
    try truncate(length)
  }

  /// Makes a state.
  mutating func apply(_ state: CrashState, of recording: WriteRecording) throws {
    try truncate(state.length)
    if state.length < length { touched.append(state.length..<length) }
    if !state.stale.isEmpty {
      let stale = Array(repeating: UInt8(0xa5), count: state.stale.count)
      try write(stale, 0..<stale.count, at: state.stale.lowerBound)
    }
    for piece in state.pieces {
      try write(recording.bytes, piece.source, at: piece.offset)
      touched.append(piece.offset..<piece.offset + piece.source.count)
    }
  }

  /// Unmakes it.
  mutating func restore(_ durable: [UInt8]) throws {
    // First cut, then lengthen: what lay behind the end is zeros again.
    try truncate(length)
    for range in touched where range.lowerBound < length {
      try write(durable, range.clamped(to: 0..<length), at: range.lowerBound)
    }
    touched.removeAll(keepingCapacity: true)
  }

  private func truncate(_ length: Int) throws {
    guard ftruncate(descriptor, length) == 0 else {
      throw CrashStatesError.fileFailed("ftruncate", code: errno)
    }
  }

  private func write(_ bytes: [UInt8], _ range: Range<Int>, at offset: Int) throws {
    let count = unsafe bytes.withUnsafeBytes { all in
      unsafe pwrite(
        descriptor, all.baseAddress?.advanced(by: range.lowerBound), range.count, offset)
    }
    guard count == range.count else { throw CrashStatesError.fileFailed("pwrite", code: errno) }
  }
}

extension ImageFile {
  /// Writes a state to a file of its own.
  static func write(
    _ state: CrashState, _ durable: [UInt8], _ recording: WriteRecording, to path: String
  ) throws {
    var file = try ImageFile(path: path)
    try file.settle([0..<durable.count], of: durable)
    try file.apply(state, of: recording)
  }
}
