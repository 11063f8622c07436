internal import FoundationEssentials

/// An address of a result, which came from outside and is not trusted.
public struct ResultAddress: Hashable, Sendable {
  public let text: String
  let scheme: String
  let host: String
  let port: Int?

  /// - Returns: `nil` for anything but `http` or `https` with a host.
  public init?(_ text: String) {
    guard text.utf8.count <= 8192, let url = URL(string: text),
      let scheme = url.scheme?.lowercased(), scheme == "https" || scheme == "http",
      let named = url.host()?.lowercased(), url.user() == nil
    else { return nil }
    let host = named.hasSuffix(".") ? String(named.dropLast()) : named
    guard !host.isEmpty else { return nil }
    self.text = text
    self.scheme = scheme
    self.host = host
    port = url.port
  }

  /// This machine.
  public var isLoopback: Bool {
    host == "localhost" || host == "::1" || host == "[::1]" || octets?.first == 127
  }

  /// Whether it is `https`.
  public var isEncrypted: Bool { scheme == "https" }

  /// The four numbers of an IPv4 address in its plain form.
  private var octets: [UInt8]? {
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return numbers.count == 4 && !numbers.contains(nil) ? numbers.compactMap(\.self) : nil
  }

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
  /// Told from the address itself; names are not resolved here.
  public var isPrivate: Bool {
    if isLoopback { return true }
    let bare = host.filter { $0 != "[" && $0 != "]" }
    if bare.contains(":") {
      return ["fc", "fd", "fe8", "fe9", "fea", "feb", "::"].contains { bare.hasPrefix($0) }
    }
    guard let octets else { return isPrivateName(bare) }
    switch (octets[0], octets[1]) {
    case (0, _), (10, _), (127, _), (169, 254), (192, 168): return true
    case (172, 16...31), (100, 64...127): return true
    default: return false
    }
  }

  /// Names without a domain, names of local domains, and numbers in forms that only trick readers.
  private func isPrivateName(_ name: String) -> Bool {
    let last = name.split(separator: ".").last ?? ""
    return !name.contains(".") || last.allSatisfy(\.isNumber) || last.hasPrefix("0x")
      || last == "local" || last == "internal" || last == "localhost"
  }

  /// Why this address is not fetched for an account at `base`; `nil` where it may be.
  func refusal(forAccountAt base: Self) -> String? {
    if isPrivate, !isSameOrigin(as: base), !(base.isPrivate && scheme == base.scheme) {
      return "the address \(text) is on a private network"
    }
    if scheme == "http", !isLoopback, !isSameOrigin(as: base) {
      return "the address \(text) is not https"
    }
    return nil
  }
}
