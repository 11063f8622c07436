internal import Foundation

/// What a writer did to its data file, in order, as `recorder.c` wrote it down.
struct WriteRecording {
  enum Entry {
    /// The range of ``WriteRecording/bytes`` that was written at that offset of the file.
    case written(offset: Int, Range<Int>)
    case truncated(Int)
    /// All that was written before is on the disk.
    case synced
    /// The write just before is on the disk: its descriptor syncs each write.
    case writtenSynced
    /// The writer was told that everything up to that sequence is durable.
    case acknowledged(UInt64)
  }

  let bytes: [UInt8]
  /// The file before the first entry; empty where the writer made it.
  let base: [UInt8]
  let entries: [Entry]

  private static let headBytes = 16

  /// - Parameters:
  ///   - path: What the recorder wrote.
  ///   - base: The file as the writer found it; need not be there.
  /// - Throws: ``CrashStatesError/unreadableRecording(byte:)``, and what reading the files throws.
  init(path: String, base: String) throws {
    self.base =
      FileManager.default.fileExists(atPath: base)
      ? try [UInt8](Data(contentsOf: URL(fileURLWithPath: base))) : []
    bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    var entries: [Entry] = []
    var place = 0
    while place < bytes.count {
      guard let (entry, end) = Self.entry(in: bytes, at: place) else {
        throw CrashStatesError.unreadableRecording(byte: place)
      }
      entries.append(entry)
      place = end
    }
    self.entries = entries
  }

  /// - Returns: The entry and where the next begins; `nil` where the recorder could not follow the
  ///   writer, or the recording is cut off.
  private static func entry(in bytes: [UInt8], at place: Int) -> (Entry, end: Int)? {
    let start = place + headBytes
    guard start <= bytes.count else { return nil }
    let kind = number(in: bytes[place..<place + 4])
    let end = start + number(in: bytes[place + 4..<place + 8])
    let offset = number(in: bytes[place + 8..<start])
    guard end <= bytes.count else { return nil }
    switch kind {
    case 1: return (.written(offset: offset, start..<end), end)
    case 2: return (.truncated(offset), end)
    case 3: return (.synced, end)
    case 4: return (.writtenSynced, end)
    case 5:
      let words = String(decoding: bytes[start..<end], as: UTF8.self)
      return UInt64(words.trimmingCharacters(in: .whitespacesAndNewlines)).map {
        (.acknowledged($0), end)
      }
    default: return nil
    }
  }

  private static func number(in bytes: ArraySlice<UInt8>) -> Int {
    bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}

extension WriteRecording {
  /// What was acknowledged at a cut, and what the transaction after it would have acknowledged.
  ///
  /// - Parameter cut: How many entries came before the power cut.
  /// - Returns: The sequences; the same twice where no transaction came after.
  func acknowledged(at cut: Int) -> (last: UInt64, next: UInt64) {
    var last: UInt64 = 0
    for case .acknowledged(let sequence) in entries[..<cut] { last = sequence }
    for case .acknowledged(let sequence) in entries[cut...] { return (last, sequence) }
    return (last, last)
  }

  /// How much is in the recording, by what it is.
  func summary() -> [String: Int] {
    var counts = [base.isEmpty ? "recordings of new ledgers" : "recordings after a power cut": 1]
    var end = base.count
    for entry in entries {
      switch entry {
      case .written(let offset, let range):
        counts["recorded writes", default: 0] += 1
        // Meta pages lie in the first 8192 bytes; behind them, an old place is a page used again.
        if offset >= 8192, offset < end {
          counts["recorded writes onto freed pages", default: 0] += 1
        }
        end = max(end, offset + range.count)
      case .synced, .writtenSynced: counts["recorded syncs", default: 0] += 1
      case .acknowledged: counts["recorded acknowledgements", default: 0] += 1
      case .truncated: continue
      }
    }
    return counts
  }
}

/// What keeps states from being made at all.
enum CrashStatesError: Error, CustomStringConvertible {
  case cannotCompile(String)
  case cannotStart(String, reason: String)
  case unreadableRecording(byte: Int)
  /// Applying the whole recording does not give the file that the writer left.
  case incompleteRecording
  case fileFailed(String, code: Int32)

  var description: String {
    switch self {
    case .cannotCompile(let path): "cannot compile \(path) with cc"
    case .cannotStart(let what, let reason): "\(what): \(reason)"
    case .unreadableRecording(let byte): "the recording cannot be followed at byte \(byte)"
    case .incompleteRecording: "the recording does not give the file that the writer left"
    case .fileFailed(let call, let code): "\(call) failed with code \(code)"
    }
  }
}
