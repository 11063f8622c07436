import Testing

@testable import Ledger

struct RecordHeaderTests {
  private static func header(_ change: (inout RecordHeader) -> Void = { _ in }) -> RecordHeader {
    var header = RecordHeader(
      kind: .statusObserved, source: .poll, recorded: .at(0), observed: .at(0))
    change(&header)
    return header
  }

  private static func bytes(_ header: RecordHeader) -> [UInt8] {
    var bytes: [UInt8] = []
    header.write(to: &bytes)
    return bytes
  }

  @Test(
    "A header comes back as it was written, at the ends of each range",
    arguments: [
      header(),
      header { header in
        header.state = .unknown
        header.marks = [.observedAssumed, .conflict]
        header.cuts = [.inlineVideo, .prompt, .key]
        header.httpStatus = .max
        header.job = .max
        header.recorded = Moment(rawValue: .min)
        header.observed = Moment(rawValue: .max)
        header.latencyMilliseconds = .max - 1
        header.interpreter = .max
        header.progress = 254
        header.samplesGiven = .max - 1
        header.samplesFiltered = .max - 1
      },
      header { header in
        header.latencyMilliseconds = 0
        header.progress = 0
        header.samplesGiven = 0
        header.samplesFiltered = 0
      },
    ])
  func roundTrip(header: RecordHeader) {
    #expect(Self.bytes(header).count == RecordHeader.byteCount)
    #expect(RecordHeader(bytes: Self.bytes(header)) == header)
  }

  @Test("A number that is not known is told from 0")
  func unknownNumbers() {
    let read = RecordHeader(bytes: Self.bytes(Self.header()))
    #expect(read?.latencyMilliseconds == nil)
    #expect(read?.progress == nil)
    #expect(read?.samplesGiven == nil)
    #expect(read?.samplesFiltered == nil)
    #expect(read?.state == nil)
  }

  @Test(
    "What this version cannot tell is refused, never guessed",
    arguments: [
      (0, 0), (0, 2), (1, 0), (1, 11), (1, 31), (1, 38), (2, 12), (3, 0), (3, 7), (39, 1), (44, 1),
      (47, 1),
    ])
  func unknownBytes(offset: Int, value: UInt8) {
    var bytes = Self.bytes(Self.header())
    bytes[offset] = value
    #expect(RecordHeader(bytes: bytes) == nil)
  }

  @Test("Numbers too large for the header are bounded, and negative ones are 0")
  func bounded() throws {
    var observation = Observation(state: .running)
    observation.progress = 250
    observation.samplesGiven = -3
    observation.samplesFiltered = 3
    let answer = Answer(httpStatus: 70_000, latencyMilliseconds: -5, body: [])
    var header = Self.header()
    Fact.statusObserved(answer, observation).fill(&header)
    #expect(header.progress == 100)
    #expect(header.samplesGiven == 0)
    #expect(header.samplesFiltered == 3)
    #expect(header.httpStatus == 0)
    #expect(header.latencyMilliseconds == 0)
  }
}
