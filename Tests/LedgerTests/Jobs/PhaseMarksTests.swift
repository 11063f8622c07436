import Testing

@testable import Ledger

struct PhaseMarksTests {
  @Test("Marks come out the same in whatever order the observations come", arguments: [41, 42])
  func anyOrder(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let told: [(state: JobState, second: Int64)] = [
      (.queued, 1), (.queued, 4), (.running, 5), (.running, 9), (.unknown, 10), (.succeeded, 12),
      (.succeeded, 20),
    ]
    var expected = PhaseMarks()
    expected.lastQueued = .at(4)
    expected.firstRunning = .at(5)
    expected.lastOpen = .at(9)
    expected.firstDone = .at(12)
    for _ in 0..<50 {
      var marks = PhaseMarks()
      for (state, second) in told.shuffled(using: &generator) {
        marks.note(state, .seen(.at(second)), .said(state))
      }
      #expect(marks == expected, "seed \(seed)")
    }
  }

  @Test("Only an answer with a word of its own tells queued from running")
  func tellsQueue() {
    var marks = PhaseMarks()
    marks.note(.running, .seen(.at(1)), .said(.running))
    #expect(!marks.tellsQueue)
    marks.note(.running, .seen(.at(2)), .said(.running) { $0.providerStatus = "in_progress" })
    #expect(marks.tellsQueue)
  }

  @Test("The first word on the end stands until it was no end")
  func completed() {
    let early = StatedMoment(.at(8), width: 1000)
    var marks = PhaseMarks()
    marks.note(.canceled, .seen(.at(9)), .said(.canceled) { $0.completed = early })
    marks.note(
      .canceled, .seen(.at(10)), .said(.canceled) { $0.completed = StatedMoment(.at(9), width: 1) })
    #expect(marks.completed == early)
    marks.forgetEnd()
    #expect(marks.completed == nil)
    #expect(marks.firstDone == nil)
  }

  @Test(
    "States without an end of the work leave no end",
    arguments: [
      JobState.expired, .lost, .gone, .unknown,
    ])
  func noEnd(state: JobState) {
    var marks = PhaseMarks()
    marks.note(state, .seen(.at(1)), .said(state))
    #expect(marks == PhaseMarks())
  }

  @Test("A moment that is only assumed begins no interval and ends no job")
  func assumed() {
    var marks = PhaseMarks()
    let answers: [(JobState, Int64)] = [(.queued, 1), (.running, 2), (.succeeded, 3)]
    for (state, second) in answers {
      marks.note(state, .seen(.at(second), marks: .observedAssumed), .said(state))
    }
    #expect(marks.lastQueued == nil)
    #expect(marks.lastOpen == nil)
    #expect(marks.firstRunning == .at(2))
    #expect(marks.firstDone == nil)
  }

  @Test("The provider's word about its end counts, whenever the answer was seen")
  func completedAtAssumedMoment() {
    var marks = PhaseMarks()
    let completed = StatedMoment(.at(2), width: 1000)
    var said = Observation.said(.succeeded)
    said.completed = completed
    marks.note(.succeeded, .seen(.at(9), marks: .observedAssumed), said)
    #expect(marks.completed == completed)
    #expect(marks.firstDone == nil)
    marks.note(.succeeded, .seen(.at(5)), .said(.succeeded))
    #expect(marks.firstDone == .at(5))
  }
}

extension Event {
  /// An event that was observed at that moment.
  fileprivate static func seen(_ moment: Moment, marks: EventMarks = []) -> Event {
    Event(
      sequence: LogSequence(rawValue: 1), job: nil, source: .imported, recorded: moment,
      observed: moment, marks: marks, fact: .ledgerOther(.ledgerKey))
  }
}
