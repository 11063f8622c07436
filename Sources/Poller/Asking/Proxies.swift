internal import FoundationEssentials

/// A proxy for HTTP, through which connections are made with `CONNECT`.
public struct Proxy: Hashable, Sendable {
  let host: String
  let port: Int
  let user: String?
  let password: String?

  /// For messages: without what opens it.
  public var shown: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

  /// Reads `http://user:password@host:port`; without a port it is 80, and `http://` may be missing.
  init?(_ text: String) {
    let whole = text.contains("://") ? text : "http://" + text
    guard let url = URL(string: whole), url.scheme?.lowercased() == "http", let host = url.host(),
      !host.isEmpty
    else { return nil }
    let bare = host.filter { $0 != "[" && $0 != "]" }
    let port = url.port ?? 80
    guard (1...65_535).contains(port) else { return nil }
    self.host = bare
    self.port = port
    user = url.user(percentEncoded: false)
    password = url.password(percentEncoded: false)
  }
}

/// Which proxy requests go through, as the environment says it.
///
/// The rules of curl (curl.se/docs/manpage.html, "Environment variables"): the lower-case variable wins,
/// and `HTTP_PROXY` in capital letters is not read, because servers put a header of that name there.
public struct Proxies: Hashable, Sendable {
  /// A variable that names no proxy that can be used; its value may hold a password.
  public struct Unusable: Error, Hashable, Sendable {
    public let variable: String
  }

  /// No request goes through a proxy.
  public static let none = Proxies()

  private var encrypted: Proxy?
  private var plain: Proxy?
  private var exceptions: [Exception] = []

  private init() {}

  /// - Throws: ``Unusable`` for another kind of proxy than `http://`: to go around it would be worse.
  public init(environment: [String: String]) throws(Unusable) {
    func proxy(_ names: [String]) throws(Unusable) -> Proxy? {
      guard let name = names.first(where: { environment[$0]?.isEmpty == false }),
        let text = environment[name]
      else { return nil }
      guard let proxy = Proxy(text) else { throw Unusable(variable: name) }
      return proxy
    }
    encrypted = try proxy(["https_proxy", "HTTPS_PROXY"])
    plain = try proxy(["http_proxy"])
    let list = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
    exceptions = list.split { $0 == "," || $0.isWhitespace }.compactMap { Exception($0) }
  }

  /// The proxies that are used at all.
  var all: Set<Proxy> { Set([encrypted, plain].compactMap(\.self)) }

  /// The proxy for an address; `nil` for this machine, and for what the exceptions name.
  public func proxy(for address: ResultAddress) -> Proxy? {
    guard let proxy = address.isEncrypted ? encrypted : plain, !address.isLoopback else {
      return nil
    }
    return exceptions.contains { $0.covers(address) } ? nil : proxy
  }

  /// One part of `NO_PROXY`: `*`, a host, a domain with or without a dot or `*.` before it, a
  /// network such as `10.0.0.0/8`; and perhaps `:port`.
  private struct Exception: Hashable {
    /// Nothing before it but for a dot.
    var name = ""
    var isEverything = false
    var network: Network?
    var port: Int?

    struct Network: Hashable {
      let address: UInt32
      let bits: UInt32

      func holds(_ value: UInt32) -> Bool {
        let mask: UInt32 = bits == 0 ? 0 : .max << (32 - bits)
        return value & mask == address & mask
      }
    }

    init?(_ text: Substring) {
      var text = text.lowercased()[...]
      let isNumber = text.filter { $0 == ":" }.count > 1 && !text.hasPrefix("[")
      if !isNumber, let colon = text.lastIndex(of: ":"),
        let number = Int(text[text.index(after: colon)...])
      {
        port = number
        text = text[..<colon]
      }
      if text == "*" {
        isEverything = true
        return
      }
      if let slash = text.firstIndex(of: "/") {
        guard let address = IPv4Address(anySpelling: String(text[..<slash])),
          let bits = UInt32(text[text.index(after: slash)...]), bits <= 32
        else { return nil }
        network = Network(address: address.value, bits: bits)
        return
      }
      if text.hasPrefix("*.") { text = text.dropFirst(2) }
      if text.hasPrefix(".") { text = text.dropFirst() }
      if text.hasSuffix(".") { text = text.dropLast() }
      guard !text.isEmpty else { return nil }
      name = text.filter { $0 != "[" && $0 != "]" }
    }

    func covers(_ address: ResultAddress) -> Bool {
      if let port, port != address.port ?? (address.isEncrypted ? 443 : 80) { return false }
      if isEverything { return true }
      let host = address.host.filter { $0 != "[" && $0 != "]" }
      if let network {
        return IPv4Address(anySpelling: host).map { network.holds($0.value) } ?? false
      }
      return host == name || host.hasSuffix("." + name)
    }
  }
}
