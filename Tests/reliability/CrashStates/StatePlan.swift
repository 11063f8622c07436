/// Which states are made of a recording: a power cut for each unit, and control states.
struct StatePlan {
  enum Kind: String {
    /// All records are read.
    case ordinary
    /// The tree and the projections are verified too.
    case verified
    /// One event is appended, then all is verified.
    case appended
    /// A control: the disk has heeded no sync at all.
    case withoutSyncs = "without-syncs"
    /// A control: the disk has not heeded the last sync of the file before the cut.
    case withoutOneSync = "without-one-sync"

    var isControl: Bool {
      switch self {
      case .ordinary, .verified, .appended: false
      case .withoutSyncs, .withoutOneSync: true
      }
    }

    /// Which syncs count, for a cut where the model is.
    func heeded(_ model: DiskModel) -> DiskModel.Heeded {
      switch self {
      case .ordinary, .verified, .appended: return .all
      case .withoutSyncs: return .none
      case .withoutOneSync:
        let last = model.recording.entries[..<model.cut].lastIndex { entry in
          if case .synced = entry { true } else { false }
        }
        return .fileSyncs(before: last ?? 0)
      }
    }
  }

  struct Planned {
    let unit: UInt64
    let kind: Kind
    /// How many entries of the recording came before the power cut.
    let cut: Int

    /// The numbers that decide what came to the disk.
    func random(seed: UInt64) -> SeededGenerator {
      var random = SeededGenerator(seed: seed, unit: unit)
      random = SeededGenerator(seed: random.next())
      return random
    }
  }

  /// In the order of their cuts, so that what is on the disk only grows.
  let states: [Planned]

  private static let verifiedEvery: UInt64 = 16
  private static let appendedEvery: UInt64 = 64
  private static let controlEvery: UInt64 = 50
  /// The other cuts are where something is not synced: elsewhere there is only one state.
  private static let anywhereEvery: UInt64 = 16

  /// - Parameters:
  ///   - units: One state each, and control states for some.
  ///   - seed: Decides where the cuts are.
  ///   - recording: What was written.
  init(units: ClosedRange<UInt64>, seed: UInt64, recording: WriteRecording) {
    let unsynced = Self.unsyncedCuts(recording)
    var states: [Planned] = []
    for unit in units {
      var random = SeededGenerator(seed: seed, unit: unit)
      let isAnywhere = random.next().isMultiple(of: Self.anywhereEvery)
      let anywhere = Int.random(in: 1...recording.entries.count, using: &random)
      let cut = isAnywhere ? anywhere : unsynced.randomElement(using: &random) ?? anywhere
      let kind: Kind =
        unit.isMultiple(of: Self.appendedEvery)
        ? .appended : unit.isMultiple(of: Self.verifiedEvery) ? .verified : .ordinary
      states.append(Planned(unit: unit, kind: kind, cut: cut))
      guard unit.isMultiple(of: Self.controlEvery) else { continue }
      let isFirst = (unit / Self.controlEvery).isMultiple(of: 2)
      states.append(
        Planned(unit: unit, kind: isFirst ? .withoutSyncs : .withoutOneSync, cut: cut))
    }
    self.states = states.sorted { ($0.cut, $0.unit) < ($1.cut, $1.unit) }
  }

  /// The cuts at which a write may be on the disk or not.
  private static func unsyncedCuts(_ recording: WriteRecording) -> [Int] {
    var model = DiskModel(recording)
    return (1...recording.entries.count).filter { cut in
      _ = model.advance(to: cut)
      return !model.pending.isEmpty
    }
  }
}
