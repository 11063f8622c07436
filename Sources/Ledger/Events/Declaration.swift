internal import Crypto

/// What is declared about a job when it becomes known; `nil` where nothing is.
public struct Declaration: Hashable, Sendable {
  public var account: String
  public var nativeID: String
  public var dialect: String
  public var submitted: StatedMoment?
  /// Who says ``submitted``: the client, or the id itself.
  public var submittedFrom: SubmissionSource?
  public var model: String?
  public var videoMilliseconds: Int64?
  public var size: String?
  public var resolution: String?
  public var audio: Bool?
  public var samplesAsked: Int?
  /// Private.
  public var prompt: PromptRecord?
  public var project: String?
  /// Names and values, in the order of the names.
  public var labels: [Label] = []
  public var by: String?

  public init(account: String, nativeID: String, dialect: String) {
    self.account = account
    self.nativeID = nativeID
    self.dialect = dialect
  }
}

/// Who says when a job was submitted.
public enum SubmissionSource: UInt8, CaseIterable, Sendable {
  case client = 1
  case provider = 2
  /// Derived from the native id.
  case id = 3
  /// Nobody: it is the moment when the ledger first heard of the job.
  case firstSeen = 4

  public var word: String {
    switch self {
    case .client: "client"
    case .provider: "provider"
    case .id: "id"
    case .firstSeen: "first_seen"
    }
  }
}

/// What is kept of a prompt, by the privacy setting at the time of the append.
public struct PromptRecord: Hashable, Sendable {
  /// The words; `nil` under `privacy.prompts: hash` and `off`.
  public var text: String?
  /// SHA-256 of the words in UTF-8; `nil` under `off`.
  public var sha256: [UInt8]?
  /// The number of characters; `nil` under `off`.
  public var characters: Int?

  public init(text: String? = nil, sha256: [UInt8]? = nil, characters: Int? = nil) {
    self.text = text
    self.sha256 = sha256
    self.characters = characters
  }

  /// What the policy lets be kept of a prompt; `nil` where it is nothing.
  public init?(_ text: String, policy: PromptPolicy) {
    guard policy != .off else { return nil }
    self.init(
      text: policy == .full ? text : nil, sha256: Array(SHA256.hash(data: Array(text.utf8))),
      characters: text.unicodeScalars.count)
  }
}

/// `privacy.prompts`: what is kept of prompts; applies at the append.
public enum PromptPolicy: String, CaseIterable, Sendable {
  case full
  /// Only SHA-256 and length.
  case hash
  case off
}

/// A name and a value that people give a job.
public struct Label: Hashable, Sendable {
  public var name: String
  public var value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}
