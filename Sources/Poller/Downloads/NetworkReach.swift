/// Who can reach a host.
enum NetworkReach: Hashable, Sendable {
  /// Everybody.
  case everywhere
  /// This machine alone.
  case loopback
  /// This network segment; the metadata services of clouds are there.
  case link
  /// This site, or nobody: networks that are not routed between sites.
  case site
}

extension NetworkReach {
  /// The reach of a host as an address names it.
  ///
  /// A number is read in any spelling that systems take; a name is not looked up.
  ///
  /// - Parameter host: In lower case, without a dot at its end.
  init(host: String) {
    if host.contains(":") || host.hasPrefix("[") {
      let bare = host.filter { $0 != "[" && $0 != "]" }
      guard !bare.contains("%") else {
        self = .link  // a zone: only addresses of a segment have one
        return
      }
      self = IPv6Address(bare)?.reach ?? .site
    } else if let address = IPv4Address(anySpelling: host) {
      self = address.reach
    } else {
      self.init(name: host)
    }
  }

  /// Names without a domain, names of local domains, and what is neither name nor number.
  private init(name: String) {
    let last = name.split(separator: ".").last ?? ""
    if last == "localhost" {
      self = .loopback
      return
    }
    let isLocal =
      !name.contains(".") || last.allSatisfy(\.isNumber) || last.hasPrefix("0x")
      || ["local", "internal", "lan", "home", "intranet", "corp"].contains(last)
      || name.hasSuffix(".home.arpa") || name.contains("%") || !name.utf8.allSatisfy { $0 < 0x80 }
    self = isLocal ? .site : .everywhere
  }
}

/// Four bytes (RFC 791).
struct IPv4Address: Hashable {
  let value: UInt32

  init(_ value: UInt32) { self.value = value }

  /// Reads what `inet_aton` reads: one to four numbers, decimal, octal after `0`, hexadecimal after
  /// `0x`; the last one fills the bytes that are left.
  init?(anySpelling text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(Self.number)
    guard (1...4).contains(parts.count), let last = parts.last ?? nil else { return nil }
    var value: UInt64 = 0
    for part in parts.dropLast() {
      guard let part, part <= 255 else { return nil }
      value = value << 8 | part
    }
    let bits = UInt64(8 * (5 - parts.count))
    guard last < 1 << bits else { return nil }
    self.value = UInt32(truncatingIfNeeded: value << bits | last)
  }

  private static func number(_ text: Substring) -> UInt64? {
    guard let first = text.utf8.first, (0x30...0x39).contains(first), text.utf8.count <= 32 else {
      return nil
    }
    if text.hasPrefix("0x") { return UInt64(text.dropFirst(2), radix: 16) ?? nil }
    return UInt64(text, radix: first == 0x30 && text.utf8.count > 1 ? 8 : 10)
  }

  /// By the registry of special addresses (IANA, RFC 6890).
  var reach: NetworkReach {
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * $0)) }
    return switch (bytes[0], bytes[1], bytes[2]) {
    case (0, _, _), (127, _, _): .loopback
    case (169, 254, _): .link
    case (10, _, _), (172, 16...31, _), (192, 168, _), (100, 64...127, _): .site
    case (192, 0, 0), (192, 0, 2), (198, 18...19, _), (198, 51, 100), (203, 0, 113): .site
    case (224..., _, _): .site
    default: .everywhere
    }
  }
}

/// Eight groups of sixteen bits (RFC 4291).
struct IPv6Address: Hashable {
  let groups: [UInt16]

  /// Reads every textual form, with or without `::` and with four decimal numbers at the end.
  ///
  /// - Returns: `nil` for anything else.
  init?(_ text: String) {
    var text = text[...]
    var tail: [UInt16] = []
    if let colon = text.lastIndex(of: ":"), text[colon...].contains(".") {
      let numbers = text[text.index(after: colon)...]
      guard numbers.split(separator: ".").count == 4,
        let address = IPv4Address(anySpelling: String(numbers))
      else { return nil }
      tail = [
        UInt16(truncatingIfNeeded: address.value >> 16), UInt16(truncatingIfNeeded: address.value),
      ]
      text = text[...colon]
      if !text.hasSuffix("::") { text = text.dropLast() }
    }
    let halves = text.split(
      separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
    guard let first = Self.groups(halves[0]) else { return nil }
    if halves.count == 1 {
      groups = first + tail
    } else {
      guard halves.count == 2, let second = Self.groups(halves[1]),
        first.count + second.count + tail.count < 8
      else { return nil }
      let zeros = 8 - first.count - second.count - tail.count
      groups = first + [UInt16](repeating: 0, count: zeros) + second + tail
    }
    guard groups.count == 8 else { return nil }
  }

  private static func groups(_ text: Substring) -> [UInt16]? {
    guard !text.isEmpty else { return [] }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let groups = parts.compactMap { $0.utf8.count <= 4 ? UInt16($0, radix: 16) : nil }
    return groups.count == parts.count ? groups : nil
  }

  /// By the registry of special addresses; one that stands for an address of IPv4 reaches as far.
  var reach: NetworkReach {
    let low = IPv4Address(UInt32(groups[6]) << 16 | UInt32(groups[7]))
    if groups.dropLast().allSatisfy({ $0 == 0 }), groups[7] <= 1 { return .loopback }
    switch groups[0] {
    case 0 where groups[1..<5].allSatisfy { $0 == 0 } && [0, 0xffff].contains(groups[5]):
      return low.reach  // mapped and compatible
    case 0 where groups[1..<4].allSatisfy { $0 == 0 } && groups[4] == 0xffff && groups[5] == 0:
      return low.reach  // translated (RFC 2765)
    case 0x64 where groups[1] == 0xff9b:
      return groups[2] == 0 ? low.reach : .site  // RFC 6052, RFC 8215
    case 0x2002: return IPv4Address(UInt32(groups[1]) << 16 | UInt32(groups[2])).reach  // 6to4
    case 0x2001 where groups[1] == 0 || groups[1] == 0xdb8: return .site  // Teredo, documentation
    case 0xfe80...0xfebf: return .link
    case 0x2000...0x3fff: return .everywhere
    default: return .site  // unique local, site-local, multicast, discarded and unassigned
    }
  }
}
