/// What can be found of a log in a damaged file.
struct DamagedLog {
  /// Where a record lies.
  private struct Place {
    let page: UInt64
    let index: Int
    let isRedacted: Bool
  }

  private let file: PageFile
  /// Leaf hashes by group; of a group that was written again and again, every version that was found.
  private var groups: [UInt64: [[TreeHash]]] = [:]
  private var records: [UInt64: [TreeHash: Place]] = [:]

  /// Reads every page of the file.
  ///
  /// - Throws: ``LedgerError`` where the file cannot be opened.
  /// - Complexity: O(*n*) in the size of the file, and some hundred bytes of memory for each record.
  init(folder: String, progress: RebuildProgress) throws(LedgerError) {
    file = try PageFile(path: folder + "/" + LedgerFolder.dataName)
    var canonical: [UInt8] = []
    for number in 0..<UInt64(file.pageCount) {
      if number.isMultiple(of: 1024) { progress(number, UInt64(file.pageCount)) }
      guard let page = file.page(number) else { continue }
      switch page.kind {
      case .branch, .other: continue
      case .leaf: break
      }
      for (index, node) in page.nodes.enumerated() where node.key.count == 8 {
        guard let value = file.value(of: node, in: page) else { continue }
        take(value, node.key.span.bigEndianUInt64(at: 0), number, index, &canonical)
      }
    }
  }

  func close() { file.close() }

  private mutating func take(
    _ value: [UInt8], _ key: UInt64, _ page: UInt64, _ index: Int, _ canonical: inout [UInt8]
  ) {
    if value.count <= Int(LogReading.leavesInGroup) * TreeHash.byteCount, !value.isEmpty,
      let hashes = TreeHash.list(value.span), groups[key]?.contains(hashes) != true
    {
      groups[key, default: []].append(hashes)
    }
    guard key > 0, let outline = RecordOutline(stored: value.span, canonical: &canonical) else {
      return
    }
    let known = records[key]?[outline.leafHash]
    // Of a record that was redacted, an older page may hold what was taken out.
    if known == nil || outline.isRedacted {
      records[key, default: [:]][outline.leafHash] = Place(
        page: page, index: index, isRedacted: outline.isRedacted)
    }
  }

  /// The largest sequence of which anything was found.
  var last: LogSequence {
    let newest = records.keys.filter { isProved($0) }.max() ?? 0
    return LogSequence(rawValue: newest)
  }

  private func isProved(_ sequence: UInt64) -> Bool {
    guard let found = records[sequence] else { return false }
    return leaves(of: sequence).contains { found[$0] != nil }
  }

  private func leaves(of sequence: UInt64) -> [TreeHash] {
    let (group, place) = (sequence - 1).quotientAndRemainder(dividingBy: LogReading.leavesInGroup)
    return (groups[group] ?? []).compactMap { Int(place) < $0.count ? $0[Int(place)] : nil }
  }

  /// The number of the job that a record names which no hash is of; it may be wrong.
  func jobNamed(at sequence: LogSequence) -> UInt64? {
    let numbers = (records[sequence.rawValue] ?? [:]).values.compactMap {
      record(in: $0)?.header.job
    }
    return Set(numbers).count == 1 ? numbers.first : nil
  }

  private func record(in place: Place) -> Record? {
    guard let page = file.page(place.page), place.index < page.nodes.count,
      let value = file.value(of: page.nodes[place.index], in: page)
    else { return nil }
    return Record(stored: value.span)
  }

  /// The record of that sequence: the one that a leaf hash is of.
  ///
  /// - Returns: `nil` where there is none, or where two could be meant.
  func record(at sequence: LogSequence) -> Record? {
    guard let found = records[sequence.rawValue] else { return nil }
    let proved = Set(leaves(of: sequence.rawValue)).filter { found[$0] != nil }
    guard proved.count == 1, let leaf = proved.first, let place = found[leaf] else { return nil }
    return record(in: place)
  }
}
