internal import FoundationEssentials

/// An address of a result, which came from outside and is not trusted.
public struct ResultAddress: Hashable, Sendable {
  public let text: String
  let scheme: String
  let host: String
  /// As the address spells it.
  let spelledHost: String
  let port: Int?

  /// - Returns: `nil` for anything but `http` or `https` with a host.
  public init?(_ text: String) {
    guard text.utf8.count <= 8192, let url = URL(string: text),
      let scheme = url.scheme?.lowercased(), scheme == "https" || scheme == "http",
      let spelled = url.host(), url.user() == nil
    else { return nil }
    let named = spelled.lowercased()
    let host = named.hasSuffix(".") ? String(named.dropLast()) : named
    guard !host.isEmpty else { return nil }
    self.text = text
    self.scheme = scheme
    self.host = host
    spelledHost = spelled
    port = url.port
  }

  /// For messages: without the query, which may carry a signature.
  var shown: String { String(text.prefix { $0 != "?" && $0 != "#" }.prefix(200)) }

  /// Who can reach the host; told from the address itself, a name is not looked up.
  var reach: NetworkReach { NetworkReach(host: host) }

  /// Whether the host is a name that stands for addresses of anybody's choice.
  var isPublicName: Bool {
    reach == .everywhere && !host.hasPrefix("[") && IPv4Address(anySpelling: host) == nil
  }

  /// This machine.
  public var isLoopback: Bool { reach == .loopback }

  /// Whether it is `https`.
  public var isEncrypted: Bool { scheme == "https" }

  /// Whether both are the same scheme, host and port.
  public func isSameOrigin(as other: Self) -> Bool {
    scheme == other.scheme && host == other.host && port == other.port
  }

  /// Whether the host is `exact`, or ends with `suffix`.
  public func hasHost(endingWith suffix: String, or exact: String) -> Bool {
    host == exact || host.hasSuffix(suffix)
  }

  /// The address that a `location` header names.
  func resolving(_ location: String) -> Self? {
    guard let base = URL(string: text), let url = URL(string: location, relativeTo: base) else {
      return nil
    }
    return Self(url.absoluteString)
  }

  /// An address on a network that only this site can see.
  ///
  /// Told from the address itself; names are not looked up here.
  public var isPrivate: Bool { reach != .everywhere }

  /// Why this address is not fetched for an account at `base`; `nil` where it may be.
  ///
  /// An account on this machine may name places on this machine, one on a private network places on
  /// private networks; a place on the link, such as the metadata service of a cloud, none.
  func refusal(forAccountAt base: Self) -> String? {
    if isSameOrigin(as: base) { return nil }
    if let why = refusal(of: reach, forAccountAt: base) { return why }
    if scheme == "http", !isLoopback, !(isPrivate && base.scheme == "http") {
      return "the address \(shown) is not https"
    }
    return nil
  }

  /// Why a host of that reach is not asked for an account at `base`: its own, or that of what its
  /// name stands for.
  func refusal(of reach: NetworkReach, forAccountAt base: Self) -> String? {
    let isAllowed =
      switch reach {
      case .everywhere: true
      case .loopback, .site: base.reach == reach && scheme == base.scheme
      case .link: host == base.host && scheme == base.scheme
      }
    return isAllowed ? nil : "the address \(shown) is on a private network"
  }
}
