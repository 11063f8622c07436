extension Fact {
  /// The fact without what the job's row already says.
  ///
  /// A provider repeats model, size, times and the prompt in every answer. The event keeps what is
  /// new; the rest stands in the job's earlier events, and in the body.
  func withoutWhatIsKnown(of job: Job) -> Fact {
    switch self {
    case .statusObserved(let answer, let observation):
      .statusObserved(answer, observation.withoutWhatIsKnown(of: job))
    case .webhookReceived(let delivery, let observation):
      .webhookReceived(delivery, observation.withoutWhatIsKnown(of: job))
    case .webhookClaimed(let delivery, let observation):
      .webhookClaimed(delivery, observation.withoutWhatIsKnown(of: job))
    case .jobTracked, .jobRefused, .statusUnreachable, .assetSaved, .assetFailed, .jobAnnotated,
      .jobClosed, .ledgerCreated, .ledgerAccount, .ledgerPrice, .ledgerCheckpoint, .ledgerRedacted,
      .ledgerOther:
      self
    }
  }
}

extension Observation {
  fileprivate func withoutWhatIsKnown(of job: Job) -> Self {
    var new = self
    if new.model == job.model { new.model = nil }
    if new.size == job.size { new.size = nil }
    if new.resolution == job.resolution { new.resolution = nil }
    if new.videoMilliseconds == job.videoMilliseconds { new.videoMilliseconds = nil }
    if new.remixedFrom == job.remixedFrom { new.remixedFrom = nil }
    if new.created == job.submitted, job.submittedFrom == .provider { new.created = nil }
    if new.prompt == job.prompt || new.prompt?.isRedacted(in: job) == true { new.prompt = nil }
    return new
  }
}

extension PromptRecord {
  /// Whether these are the words that were taken out of the job.
  fileprivate func isRedacted(in job: Job) -> Bool {
    job.redactions.contains(.prompt) && sha256 != nil && sha256 == job.prompt?.sha256
  }
}

extension Declaration {
  /// Whether the job's row says all of it already.
  func addsNothing(to job: Job) -> Bool {
    func known<Value: Equatable>(_ value: Value?, _ other: Value?) -> Bool {
      value == nil || value == other
    }
    return known(model, job.model) && known(size, job.size)
      && known(resolution, job.resolution) && known(audio, job.audio)
      && known(videoMilliseconds, job.videoMilliseconds)
      && known(samplesAsked, job.samplesAsked) && known(project, job.project)
      && (known(prompt, job.prompt) || isHash(of: job.prompt)
        || prompt?.isRedacted(in: job) == true)
      && (known(submitted, job.submitted) || isWeaker(submittedFrom, than: job.submittedFrom))
      && labels.allSatisfy(job.labels.contains)
  }

  /// Whether the prompt is declared by its hash alone, and the words are known.
  private func isHash(of known: PromptRecord?) -> Bool {
    prompt?.text == nil && prompt?.sha256 == known?.sha256
  }

  /// Whether somebody who knows better has said already when the job was submitted.
  private func isWeaker(_ source: SubmissionSource?, than known: SubmissionSource?) -> Bool {
    guard let known else { return false }
    return known.rawValue < (source ?? .client).rawValue
  }
}
