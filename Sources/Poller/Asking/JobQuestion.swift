/// What is asked about a job; each question is one request.
public enum JobQuestion: Hashable, Sendable {
  case status
  /// How the job ended, where its state does not say it.
  case result
}
