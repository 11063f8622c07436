public import Ledger

/// A question that tells whether an account answers and takes its key, and changes nothing there.
public enum AccountProbe {
  /// What an answer to it tells.
  public enum Finding: Hashable, Sendable {
    case keyWorks
    case keyRefused
    /// 429.
    case slowDown
    /// It answers, but has no such list: whether it takes the key is not told.
    case answers(httpStatus: Int?)
    /// A server's trouble.
    case troubled(httpStatus: Int)
  }

  /// The request; `nil` for a dialect that lists nothing, so that only a job can be asked about.
  ///
  /// - Parameters:
  ///   - dialect: What the account speaks.
  ///   - baseURL: Without a slash at its end.
  /// - Returns: A request without a key.
  public static func request(_ dialect: Dialect, baseURL: String) -> ProviderRequest? {
    switch dialect {
    case .openAIVideos:
      ProviderRequest(method: .get, url: baseURL + "/videos?limit=1", keyPlace: .bearer)
    case .geminiOperations:
      ProviderRequest(method: .get, url: baseURL + "/models?pageSize=1", keyPlace: .googleHeader)
    case .geminiInteractions:
      ProviderRequest(method: .get, url: baseURL + "/models?pageSize=1", keyPlace: .googleHeader)
    case .replicate:
      ProviderRequest(method: .get, url: baseURL + "/account", keyPlace: .bearer)
    case .luma:
      ProviderRequest(method: .get, url: baseURL + "/generations?limit=1", keyPlace: .bearer)
    case .runway:
      ProviderRequest(
        method: .get, url: baseURL + "/organization", keyPlace: .bearer,
        headers: ["x-runway-version": Runway.version])
    case .vertexOperations, .fal: nil
    }
  }

  /// Reads the status of the answer.
  public static func finding(_ answer: Answer) -> Finding {
    switch answer.httpStatus {
    case let status? where (200..<300).contains(status): .keyWorks
    case 401, 403: .keyRefused
    case 429: .slowDown
    case let status? where status >= 500: .troubled(httpStatus: status)
    case let status: .answers(httpStatus: status)
    }
  }
}
