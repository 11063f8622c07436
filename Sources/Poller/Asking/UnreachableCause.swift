internal import AsyncHTTPClient
internal import Ledger
internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// Why a question got no answer, from the errors of the HTTP client.
enum UnreachableCause {
  static func cause(of error: any Error) -> Unreachable.Cause {
    switch error {
    case let error as HTTPClientError where timeouts.contains(error): .timeout
    case is CancellationError: .other
    case let error as NIOConnectionError: cause(of: error)
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: .tls
    case is NIOTooManyBytesError: .tooLarge
    case let error as IOError: error.errnoCode == 111 ? .refused : .reset  // ECONNREFUSED
    case let error as HTTPClientError where error == .remoteConnectionClosed: .reset
    default: .other
    }
  }

  private static let timeouts: [HTTPClientError] = [
    .readTimeout, .connectTimeout, .deadlineExceeded, .tlsHandshakeTimeout,
    .getConnectionFromPoolTimeout,
  ]

  private static func cause(of error: NIOConnectionError) -> Unreachable.Cause {
    if error.connectionErrors.isEmpty { return .nameResolution }
    return error.connectionErrors.map { cause(of: $0.error) }.first ?? .other
  }

  /// One line in plain words; never what was sent, which may hold a key.
  static func detail(of error: any Error) -> String {
    switch error {
    case let error as NIOConnectionError:
      error.connectionErrors.first.map { detail(of: $0.error) } ?? "no address for \(error.host)"
    case let error as IOError: LedgerError.text(ofCode: error.errnoCode).lowercased()
    case let error as HTTPClientError where error == .remoteConnectionClosed:
      "the connection was closed"
    case let error as HTTPClientError where timeouts.contains(error): "no answer in time"
    case let error as HTTPClientError: error.shortDescription.lowercased()
    case is NIOTooManyBytesError: "the answer is too long"
    default: String("\(type(of: error))".prefix(80))
    }
  }
}
