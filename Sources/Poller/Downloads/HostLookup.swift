internal import NIOCore
internal import NIOPosix

/// Finds the address of a host by its name.
public struct HostLookup: Sendable {
  private let find: @Sendable (String) async throws -> String

  /// `find`: gives the address as a number.
  public init(_ find: @escaping @Sendable (String) async throws -> String) { self.find = find }

  /// The system's own; it blocks a thread that is there for that.
  public static let system = HostLookup { host in
    try await NIOThreadPool.singleton.runIfActive {
      try SocketAddress.makeAddressResolvingHost(host, port: 443).ipAddress ?? ""
    }
  }

  /// - Throws: A ``Downloader/Failure`` where nobody knows the name.
  func address(of host: String) async throws(Downloader.Failure) -> String {
    do {
      return try await find(host)
    } catch {
      throw Downloader.Failure("no address for \(host)", .transient)
    }
  }
}
