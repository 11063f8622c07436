@testable import Ledger

extension JobDigest {
  /// A digest that says little; `change` makes it say more.
  static func sample(
    _ number: UInt64, _ state: JobState = .succeeded, at submitted: Moment = .at(0),
    _ change: (inout Self) -> Void = { _ in }
  ) -> Self {
    var digest = Self(
      number: JobNumber(rawValue: number), submitted: submitted, submittedFrom: .client,
      state: state, flags: [], account: WordNumber(rawValue: 1), dialect: WordNumber(rawValue: 2),
      phaseFacts: PhaseFacts(
        state: state, start: submitted...submitted, marks: PhaseMarks(), verdictSource: nil,
        firstSaved: nil),
      lastSeen: submitted, attempt: 0, lastSequence: LogSequence(rawValue: number))
    change(&digest)
    return digest
  }

  /// A job that took so long, by the provider's word of so many milliseconds' width.
  static func took(
    _ milliseconds: Int64, width: Int64 = 1, video: Int64? = nil, number: UInt64 = 1,
    _ state: JobState = .succeeded
  ) -> Self {
    sample(number, state) { digest in
      digest.phaseFacts.marks.completed = StatedMoment(
        digest.submitted.adding(milliseconds: milliseconds), width: width)
      digest.videoMilliseconds = video
    }
  }
}
