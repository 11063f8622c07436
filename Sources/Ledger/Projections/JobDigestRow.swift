/// The stored form of a ``JobDigest``: every field at its place, least significant byte first.
///
/// The submission and the job's number are the key. Of a number that is not known only its bit in
/// `known` tells: every value of its type is one that a job can have.
private enum Place {
  static let state = 0
  static let submittedFrom = 1
  static let verdictSource = 2
  static let isStartKnown = 3
  static let flags = 4
  static let words = 8  // ten numbers of four bytes
  static let httpStatus = 48
  static let known = 50  // two bytes of bits
  static let counts = 52  // three numbers of four bytes
  static let startWidth = 64
  static let completedWidth = 72
  static let numbers = 80  // eleven numbers of eight bytes
  static let attempt = 168
  static let lastSequence = 176
  static let end = 184
}

/// The numbers that need not be known; the raw value is the bit in `known`.
private enum KnownNumber: Int {
  case videoMilliseconds, lastQueued, firstRunning, lastOpen, firstDone, completed, firstSaved
  case lastSeen, verdictObserved, expires, statedCost

  var place: Int { Place.numbers + 8 * rawValue }
}

private enum KnownCount: Int {
  case samplesAsked, samplesGiven, samplesFiltered

  var place: Int { Place.counts + 4 * rawValue }
  /// After those of ``KnownNumber``.
  var bit: Int { 11 + rawValue }
}

/// The bit in `known` after those of the counts.
private let tellsQueueBit = 14

extension JobDigest {
  /// The row's bytes; equal digests of the same key give equal bytes.
  var row: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Place.end)
    bytes.append(state.rawValue)
    bytes.append(submittedFrom.rawValue)
    bytes.append(phaseFacts.verdictSource?.rawValue ?? 0)
    bytes.append(phaseFacts.start == nil ? 0 : 1)
    bytes.appendLittleEndian(flags.rawValue)
    let numbers = wordNumbers
    for index in numbers.indices { bytes.appendLittleEndian(numbers[index]?.rawValue ?? 0) }
    bytes.appendLittleEndian(httpStatus ?? 0)
    appendNumbers(to: &bytes)
    bytes.appendLittleEndian(attempt)
    bytes.appendLittleEndian(lastSequence.rawValue)
    return bytes
  }

  private var wordNumbers: WordNumbers {
    [account, dialect, model, project, size, resolution, reason, errorCode, by, currency]
  }

  /// Writes which of the numbers are known, and all of them.
  private func appendNumbers(to bytes: inout [UInt8]) {
    let marks = phaseFacts.marks
    let counts: InlineArray<3, Int32?> = [samplesAsked, samplesGiven, samplesFiltered]
    let numbers: InlineArray<11, Int64?> = [
      videoMilliseconds, marks.lastQueued?.rawValue, marks.firstRunning?.rawValue,
      marks.lastOpen?.rawValue, marks.firstDone?.rawValue, marks.completed?.moment.rawValue,
      phaseFacts.firstSaved?.rawValue, lastSeen.rawValue, verdictObserved?.rawValue,
      expires?.rawValue, statedCost,
    ]
    var known: UInt16 = marks.tellsQueue ? 1 << UInt16(tellsQueueBit) : 0
    for index in numbers.indices where numbers[index] != nil { known |= 1 << UInt16(index) }
    for index in counts.indices where counts[index] != nil {
      known |= 1 << UInt16(numbers.count + index)
    }
    bytes.appendLittleEndian(known)
    for index in counts.indices { bytes.appendLittleEndian(counts[index] ?? 0) }
    let start = phaseFacts.start
    let width = start.map { $0.upperBound.milliseconds(since: $0.lowerBound) }
    bytes.appendLittleEndian(width ?? 0)
    bytes.appendLittleEndian(marks.completed?.width ?? 0)
    for index in numbers.indices { bytes.appendLittleEndian(numbers[index] ?? 0) }
  }

  /// The numbers of the words in a row, in the order of ``words(of:)``.
  ///
  /// - Returns: `nil` where it is no row.
  static func wordNumbers(inRow row: Span<UInt8>) -> WordNumbers? {
    guard row.count == Place.end else { return nil }
    return WordNumbers { index in row.word(index) }
  }

  /// Reads a row.
  ///
  /// - Returns: `nil` where key and value are no row.
  @inline(__always)
  init?(key: Span<UInt8>, row: Span<UInt8>) {
    guard row.count == Place.end, let key = DigestKey(key),
      let state = JobState(rawValue: row[Place.state]),
      let from = SubmissionSource(rawValue: row[Place.submittedFrom])
    else { return nil }
    number = key.number
    submitted = key.moment
    submittedFrom = from
    self.state = state
    flags = DigestFlags(rawValue: row.littleEndian(at: Place.flags))
    account = row.word(0) ?? WordNumber(rawValue: 0)
    dialect = row.word(1) ?? WordNumber(rawValue: 0)
    model = row.word(2)
    project = row.word(3)
    size = row.word(4)
    resolution = row.word(5)
    reason = row.word(6)
    errorCode = row.word(7)
    by = row.word(8)
    currency = row.word(9)
    let status = row.littleEndian(at: Place.httpStatus, as: UInt16.self)
    httpStatus = status == 0 ? nil : status
    videoMilliseconds = row.number(.videoMilliseconds)
    samplesAsked = row.count(.samplesAsked)
    samplesGiven = row.count(.samplesGiven)
    samplesFiltered = row.count(.samplesFiltered)
    phaseFacts = PhaseFacts(row, submitted: key.moment, state: state)
    lastSeen = Moment(rawValue: row.littleEndian(at: KnownNumber.lastSeen.place))
    verdictObserved = row.moment(.verdictObserved)
    expires = row.moment(.expires)
    statedCost = row.number(.statedCost)
    attempt = row.littleEndian(at: Place.attempt)
    lastSequence = LogSequence(rawValue: row.littleEndian(at: Place.lastSequence))
  }
}

/// What of a job tells whether it is another try of an earlier one: four of a digest's fields.
public struct JobAttempt: Hashable, Sendable {
  public let number: JobNumber
  public let submitted: Moment
  public let state: JobState
  /// See ``JobDigest/attempt``.
  public let attempt: UInt64

  public init(_ digest: JobDigest) {
    number = digest.number
    submitted = digest.submitted
    state = digest.state
    attempt = digest.attempt
  }

  /// Reads these fields of a row alone.
  ///
  /// - Returns: `nil` where key and value are no row.
  init?(key: Span<UInt8>, row: Span<UInt8>) {
    guard row.count == Place.end, let key = DigestKey(key),
      let state = JobState(rawValue: row[Place.state])
    else { return nil }
    number = key.number
    submitted = key.moment
    self.state = state
    attempt = row.littleEndian(at: Place.attempt)
  }
}

extension PhaseFacts {
  @inline(__always)
  fileprivate init(_ row: Span<UInt8>, submitted: Moment, state: JobState) {
    let width: Int64 = row.littleEndian(at: Place.startWidth)
    let start =
      row[Place.isStartKnown] == 0 || width < 0
      ? nil : submitted...submitted.adding(milliseconds: width)
    var marks = PhaseMarks()
    marks.lastQueued = row.moment(.lastQueued)
    marks.firstRunning = row.moment(.firstRunning)
    marks.lastOpen = row.moment(.lastOpen)
    marks.firstDone = row.moment(.firstDone)
    marks.completed = row.moment(.completed).map {
      StatedMoment($0, width: row.littleEndian(at: Place.completedWidth))
    }
    marks.tellsQueue = row.isKnown(tellsQueueBit)
    self.init(
      state: state, start: start, marks: marks,
      verdictSource: EventSource(rawValue: row[Place.verdictSource]),
      firstSaved: row.moment(.firstSaved))
  }
}

extension Span<UInt8> {
  @inline(__always)
  fileprivate func isKnown(_ bit: Int) -> Bool {
    littleEndian(at: Place.known, as: UInt16.self) & 1 << UInt16(bit) != 0
  }

  @inline(__always)
  fileprivate func number(_ number: KnownNumber) -> Int64? {
    isKnown(number.rawValue) ? littleEndian(at: number.place, as: Int64.self) : nil
  }

  @inline(__always)
  fileprivate func moment(_ number: KnownNumber) -> Moment? {
    self.number(number).map(Moment.init(rawValue:))
  }

  @inline(__always)
  fileprivate func count(_ count: KnownCount) -> Int32? {
    isKnown(count.bit) ? littleEndian(at: count.place, as: Int32.self) : nil
  }

  fileprivate func word(_ index: Int) -> WordNumber? {
    let value = littleEndian(at: Place.words + 4 * index, as: UInt32.self)
    return value == 0 ? nil : WordNumber(rawValue: value)
  }
}

/// A moment and a job's number as a key: jobs in the order of that moment.
struct DigestKey: Hashable {
  static let byteCount = 16

  let moment: Moment
  let number: JobNumber

  init(_ moment: Moment, _ number: JobNumber) {
    self.moment = moment
    self.number = number
  }

  /// Reads a key; `nil` where it has another length.
  init?(_ bytes: Span<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    moment = Self.moment(bytes.bigEndianUInt64(at: 0))
    number = JobNumber(rawValue: bytes.bigEndianUInt64(at: 8))
  }

  /// The key's bytes; they sort as the moments do, those before 1970 included.
  var bytes: [UInt8] { Self.bytes(of: moment) + [UInt8](bigEndian: number.rawValue) }

  /// The same where no memory is to be asked for.
  var inlineBytes: InlineArray<16, UInt8> {
    let moment = (UInt64(bitPattern: moment.rawValue) ^ 1 << 63).bigEndian
    let number = number.rawValue.bigEndian
    return InlineArray { index in
      UInt8(truncatingIfNeeded: (index < 8 ? moment : number) >> UInt64(8 * (index % 8)))
    }
  }

  /// The moment alone, as the beginning of a key.
  static func bytes(of moment: Moment) -> [UInt8] {
    [UInt8](bigEndian: UInt64(bitPattern: moment.rawValue) ^ 1 << 63)
  }

  static func moment(_ sortable: UInt64) -> Moment {
    Moment(rawValue: Int64(bitPattern: sortable ^ 1 << 63))
  }
}
