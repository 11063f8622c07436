extension Downloader {
  /// Why an asset was not saved.
  public struct Failure: Error, Hashable, Sendable {
    /// What can be done about it.
    public enum Kind: Hashable, Sendable {
      /// No answer, or a server's trouble: another try may help.
      case transient
      /// 429: another try later.
      case rateLimited
      /// 401 or 403.
      case keyRefused
      /// The place cannot be written to.
      case place
      case diskFull
      /// There is nothing to save, or it may not be fetched.
      case final
      /// It was asked to stop; what came so far is kept for the next run.
      case stopped
    }

    /// What the same run does about it.
    enum Remedy: Hashable, Sendable {
      case none
      case tryAgain
      /// The address may be too old: the status tells a fresh one.
      case freshAddress
    }

    public let why: String
    public let kind: Kind
    let remedy: Remedy
    /// How long the server asks to wait.
    var wait: Duration?
    /// What the server answered; `nil` where that is not what is wrong.
    private(set) var httpStatus: UInt?

    init(_ why: String, _ kind: Kind = .final, remedy: Remedy? = nil) {
      self.why = why
      self.kind = kind
      self.remedy = remedy ?? (kind == .transient || kind == .rateLimited ? .tryAgain : .none)
    }

    init(httpStatus: UInt, wait: Duration? = nil) {
      let kind: Kind =
        switch httpStatus {
        case 401, 403: .keyRefused
        case 408, 429: .rateLimited
        case 500...: .transient
        default: .final
        }
      let isOld = [403, 404, 410].contains(httpStatus)
      self.init(
        "the server answered \(httpStatus)", kind, remedy: isOld ? .freshAddress : nil)
      self.wait = wait
      self.httpStatus = httpStatus
    }
  }
}

/// How often a download is tried again in one run, and after which waits.
struct DownloadRetry: Hashable, Sendable {
  enum Step: Hashable, Sendable {
    case giveUp
    case wait(Duration)
    /// Ask for a fresh address, then try at once.
    case freshAddress
  }

  static let triesMax = 5
  static let firstWait: Duration = .milliseconds(500)
  /// A server that asks for more is left to a later run.
  static let waitMost: Duration = .seconds(60)

  private var failures = 0
  private var askedAnew = false

  /// What to do after a failure.
  ///
  /// `jitter`: 0 up to 1; waits are between half and all of their length.
  mutating func step(after failure: Downloader.Failure, jitter: Double) -> Step {
    failures += 1
    guard failures < Self.triesMax else { return .giveUp }
    switch failure.remedy {
    case .none: return .giveUp
    case .freshAddress:
      guard !askedAnew else { return .giveUp }
      askedAnew = true
      return .freshAddress
    case .tryAgain:
      let doubled = Self.firstWait * (1 << (failures - 1))
      let wait = max(doubled * (0.5 + jitter / 2), failure.wait ?? .zero)
      return wait <= Self.waitMost ? .wait(wait) : .giveUp
    }
  }
}
