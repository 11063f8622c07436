/// What is certainly on the disk at a cut of a recording, and what may be.
struct DiskModel {
  /// A change of the file that may not have come to the disk.
  enum Pending {
    case written(offset: Int, Range<Int>)
    case truncated(Int)
  }

  /// Which syncs a disk heeds; all but `all` are for control states.
  enum Heeded {
    case all
    /// None at all: not even writes through a descriptor that syncs each one.
    case none
    /// Those of the file before that entry, and those of single writes.
    case fileSyncs(before: Int)
  }

  /// A disk writes so many bytes wholly or not at all.
  static let sector = 512

  let recording: WriteRecording
  /// Certainly there.
  private(set) var durable: [UInt8]
  /// Written and not synced, in order.
  private(set) var pending: [Pending] = []
  /// How many entries of the recording are in this.
  private(set) var cut = 0
  private let heeds: Heeded

  init(_ recording: WriteRecording, heeds: Heeded = .all) {
    self.recording = recording
    durable = recording.base
    self.heeds = heeds
  }

  /// Takes in the entries up to a cut.
  ///
  /// - Returns: The ranges of ``durable`` that have changed.
  mutating func advance(to end: Int) -> [Range<Int>] {
    var changed: [Range<Int>] = []
    while cut < end {
      switch recording.entries[cut] {
      case .written(let offset, let source): pending.append(.written(offset: offset, source))
      case .truncated(let length): pending.append(.truncated(length))
      case .synced:
        if heedsFileSync {
          changed += pending.map { settle($0) }
          pending = []
        }
      case .writtenSynced: if heedsWriteSync { changed += settleLast() }
      case .acknowledged: break
      }
      cut += 1
    }
    return changed
  }

  /// Lets all that was written come to the disk.
  mutating func settleAll() {
    for change in pending { _ = settle(change) }
    pending = []
  }

  private var heedsFileSync: Bool {
    switch heeds {
    case .all: true
    case .none: false
    case .fileSyncs(let end): cut < end
    }
  }

  private var heedsWriteSync: Bool {
    switch heeds {
    case .all, .fileSyncs: true
    case .none: false
    }
  }

  private mutating func settle(_ change: Pending) -> Range<Int> {
    switch change {
    case .written(let offset, let source):
      let range = offset..<offset + source.count
      if durable.count < range.upperBound { lengthen(to: range.upperBound) }
      durable.replaceSubrange(range, with: recording.bytes[source])
      return range
    case .truncated(let length):
      let old = durable.count
      if length < old { durable.removeSubrange(length...) } else { lengthen(to: length) }
      return min(old, length)..<max(old, length)
    }
  }

  private mutating func lengthen(to length: Int) {
    durable += Array(repeating: 0, count: length - durable.count)
  }

  /// Settles the last write, and what else is pending in its sectors.
  private mutating func settleLast() -> [Range<Int>] {
    guard case .written(let offset, let source) = pending.last else { return [] }
    let start = offset / Self.sector * Self.sector
    let end = (offset + source.count + Self.sector - 1) / Self.sector * Self.sector
    var changed: [Range<Int>] = []
    var rest: [Pending] = []
    for change in pending {
      guard case .written(let offset, let source) = change,
        offset < end, offset + source.count > start
      else {
        rest.append(change)
        continue
      }
      let before = max(0, start - offset)
      let after = max(0, offset + source.count - end)
      let inside = source.dropFirst(before).dropLast(after)
      changed.append(settle(.written(offset: offset + before, inside)))
      if before > 0 { rest.append(.written(offset: offset, source.prefix(before))) }
      if after > 0 { rest.append(.written(offset: end, source.suffix(after))) }
    }
    pending = rest
    return changed
  }
}

/// What a power cut left beyond what is certainly on the disk.
struct CrashState {
  /// Parts of writes that came to the disk, in order: bytes of the recording at an offset.
  var pieces: [(offset: Int, source: Range<Int>)] = []
  var length: Int
  /// The range in which never written sectors hold another file's old bytes, not zeros.
  var stale: Range<Int>
}

extension DiskModel {
  /// One state that the disk can be in after a power cut here.
  func state(_ random: inout SeededGenerator) -> CrashState {
    let unit = [512, 512, 512, 512, 512, 4096, 4096, Int.max].randomElement(using: &random) ?? 512
    // Of 16; the extremes are the states of which nearly all or nearly nothing came to the disk.
    let chance = [8, 8, 8, 8, 4, 12, 1, 15].randomElement(using: &random) ?? 8
    let isTorn = Int.random(in: 0..<4, using: &random) == 0
    var state = CrashState(length: durable.count, stale: 0..<0)
    var longest = durable.count
    for (index, change) in pending.enumerated() {
      switch change {
      case .written(let offset, let source):
        longest = max(longest, offset + source.count)
        if isTorn, source.count < Self.sector, index == pending.count - 1 {
          let end = Int.random(in: 0...source.count, using: &random)
          if end > 0 { state.pieces.append((offset, source.prefix(end))) }
        } else {
          choose(offset, source, unit: unit, chance: chance, &random, into: &state)
        }
      case .truncated(let length):
        if Bool.random(using: &random) {
          state.pieces.removeAll { $0.offset >= length }
          longest = length
        }
      }
    }
    endFile(&state, longest: longest, &random)
    return state
  }

  /// Lets each part of a write come to the disk or not.
  private func choose(
    _ offset: Int, _ source: Range<Int>, unit: Int, chance: Int, _ random: inout SeededGenerator,
    into state: inout CrashState
  ) {
    var start = 0
    while start < source.count {
      let end =
        unit == .max
        ? source.count : min(source.count, ((offset + start) / unit + 1) * unit - offset)
      if Int.random(in: 0..<16, using: &random) < chance {
        let part = source.lowerBound + start..<source.lowerBound + end
        if let last = state.pieces.last, last.source.upperBound == part.lowerBound,
          last.offset + last.source.count == offset + start
        {
          state.pieces[state.pieces.count - 1].source = last.source.lowerBound..<part.upperBound
        } else {
          state.pieces.append((offset + start, part))
        }
      }
      start = end
    }
  }

  /// Chooses the file's length: old, new, or one between; what lies behind it is gone.
  private func endFile(
    _ state: inout CrashState, longest: Int, _ random: inout SeededGenerator
  ) {
    let least = min(durable.count, longest)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: state.length = least
    case 1:
      let sectors = (longest - least) / Self.sector
      state.length = least + Int.random(in: 0...max(0, sectors), using: &random) * Self.sector
    default: state.length = longest
    }
    if Int.random(in: 0..<4, using: &random) == 0, state.length > durable.count {
      state.stale = durable.count..<state.length
    }
    let length = state.length
    state.pieces = state.pieces.compactMap { piece in
      guard piece.offset < length else { return nil }
      return (piece.offset, piece.source.prefix(length - piece.offset))
    }
  }
}
