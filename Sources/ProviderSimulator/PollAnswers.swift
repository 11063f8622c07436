/// What a status question is answered, with what its fate puts in the way.
extension SimulatedJob {
  /// The waits that the fate `poll_after_changes` asks for in turn, in simulated seconds.
  static let changingWaits = [5, 20, 1, 60]

  /// The answer to a status question that `pollsBefore` others went before.
  ///
  /// `origin` is the scheme, host and port under which the simulator was asked.
  func pollAnswer(at now: Moment, pollsBefore: Int, origin: String) -> Answer {
    var plain = statusAnswer(at: now, origin: origin)
    if fate == .pollAfterChanges, plain.headers["openai-poll-after-ms"] != nil {
      let wait = Self.changingWaits[pollsBefore % Self.changingWaits.count]
      plain.headers["openai-poll-after-ms"] = milliseconds(.seconds(wait))
    }
    if script.clockSkew != .zero { plain.date = now + script.clockSkew }
    guard let trouble = fate.trouble(pollsBefore: pollsBefore) else { return plain }
    return answer(trouble, insteadOf: plain, origin: origin)
  }

  /// What a poll meets; `origin` matters to redirects alone.
  func answer(
    _ trouble: PollTrouble, insteadOf plain: Answer, origin: String = ""
  ) -> Answer {
    switch trouble {
    case .rateLimited: return dialect.answer(.rateLimited(wait: speed.wall(.seconds(20))))
    case .rateLimitedBare, .rateLimitedMilliseconds:
      var answer = dialect.answer(.rateLimited(wait: speed.wall(.seconds(20))))
      answer.headers["retry-after"] = nil
      answer.headers["retry-after-ms"] =
        trouble == .rateLimitedBare ? nil : milliseconds(.seconds(20))
      return answer
    case .serverError: return dialect.answer(.internalError)
    case .htmlPage: return .html(status: 502, title: "Bad Gateway")
    case .unauthorized: return dialect.answer(.missingKey, status: 401)
    case .cutBody: return plain.cutInTheMiddle
    case .slow: return plain.sent(.after(speed.wall(.seconds(30))))
    case .reset: return plain.sent(.reset(after: plain.body.count / 2))
    case .wrongLength: return plain.sent(.short(by: 1000))
    case .closed: return plain.sent(.nothing)
    case .huge: return plain.sent(.padded(to: 64 << 20))
    case .redirect:
      let address = Elsewhere.address(of: .status, job: self, origin: origin)
      return Answer(status: 302, headers: ["location": address])
    case .notFound: return dialect.answer(.noSuchJob(id))
    case .retired: return dialect.answer(.modelRetired(order.model))
    }
  }

  private func milliseconds(_ simulated: Duration) -> String {
    String(max(1, speed.wall(simulated).wholeMilliseconds))
  }
}
