import Testing

@testable import Ledger
@testable import vgledger

@Suite("Bars of jobs")
struct JobBarTests {
  private static let axis = TimeAxis(
    from: .at(0), until: .at(20), columns: 20, zone: .utc)

  @Test(
    "Stretches fill the columns that they reach; ASCII has its own marks",
    arguments: [
      (
        JobBar(
          start: .at(2), [(.queued, .at(4)), (.running, .at(9)), (.late, .at(11))], end: .known),
        "  ░░█████▒▒", "  ..#####::"
      ),
      (
        JobBar(start: .at(0), [(.running, .at(20))], end: .open),
        "████████████████████…", "####################>"
      ),
      (JobBar(start: .at(3), [(.underWay, .at(5))], end: .unknown), "   ▓▓?", "   ==?"),
      // Nothing is too short to be seen, and nothing goes back.
      (JobBar(start: .at(5), [], end: .known), "     ▓", "     ="),
      (
        JobBar(start: .at(5), [(.queued, .ms(5300)), (.running, .ms(5900))], end: .known),
        "     █", "     #"
      ),
      (
        JobBar(start: .at(5), [(.queued, .at(3)), (.running, .at(7))], end: .known),
        "     ██", "     ##"
      ),
      (
        JobBar(start: .at(20), [(.running, .at(25))], end: .known),
        "                   █", "                   #"
      ),
      (
        JobBar(start: .at(5), [(.queued, nil), (.late, .at(7))], end: .known),
        "     ▒▒", "     ::"
      ),
    ])
  func texts(bar: JobBar, unicode: String, ascii: String) {
    #expect(bar.text(on: Self.axis, isASCII: false) == unicode)
    #expect(bar.text(on: Self.axis, isASCII: true) == ascii)
  }

  private struct Seen {
    var state: JobState
    var queued: Int64?
    var running: Int64?
    var open: Int64?
    var done: Int64?
    var completed: Int64?
    var tellsQueue = true
    var isStartKnown = true

    func bar(verdict: Int64?) -> JobBar {
      var marks = PhaseMarks()
      marks.lastQueued = queued.map(Moment.at)
      marks.firstRunning = running.map(Moment.at)
      marks.lastOpen = open.map(Moment.at)
      marks.firstDone = done.map(Moment.at)
      marks.completed = completed.map { StatedMoment(.at($0), width: 1) }
      marks.tellsQueue = tellsQueue
      let facts = PhaseFacts(
        state: state, start: isStartKnown ? .at(0)...(.at(0)) : nil, marks: marks,
        verdictSource: .poll, firstSaved: nil)
      return JobBar(
        facts, start: .at(0), verdictObserved: verdict.map(Moment.at), now: .at(18))
    }
  }

  @Test("What a bar shows of a job, by what is known of it")
  func jobs() {
    let table: [(Seen, Int64?, String)] = [
      // Polled: surely running until the last open answer, then noticed late.
      (Seen(state: .succeeded, queued: 2, running: 4, open: 8, done: 12), 12, "░░░█████▒▒▒▒"),
      // The provider says when.
      (
        Seen(state: .filtered, queued: 2, running: 4, open: 8, done: 12, completed: 10), 12,
        "░░░███████▒▒"
      ),
      // Google's answers do not tell queued from running.
      (Seen(state: .succeeded, open: 8, done: 12, tellsQueue: false), 12, "▓▓▓▓▓▓▓▓▒▒▒▒"),
      // First seen done.
      (Seen(state: .succeeded, done: 12, completed: 10), 12, "▓▓▓▓▓▓▓▓▓▓▒▒"),
      (Seen(state: .queued, queued: 2, open: 2), nil, "░░░░░░░░░░░░░░░░░░…"),
      (Seen(state: .running, queued: 2, running: 4, open: 9), nil, "░░░███████████████…"),
      (
        Seen(state: .running, running: 4, open: 9, isStartKnown: false), nil,
        "░░░░██████████████…"
      ),
      (Seen(state: .unknown, tellsQueue: false), nil, "▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓…"),
      // Nobody says when it ended: the answer had no time.
      (Seen(state: .succeeded, queued: 2, running: 4, open: 8), 17, "░░░█████?"),
      (Seen(state: .lost, queued: 2, running: 4, open: 8), 12, "░░░█████▒▒▒▒"),
    ]
    for (seen, verdict, expected) in table {
      let text = seen.bar(verdict: verdict).text(on: Self.axis, isASCII: false)
      #expect(text == expected, "\(seen)")
    }
  }
}

extension Moment {
  fileprivate static func at(_ seconds: Int64) -> Moment { Moment(secondsSince1970: seconds) }
  fileprivate static func ms(_ milliseconds: Int64) -> Moment { Moment(rawValue: milliseconds) }
}
