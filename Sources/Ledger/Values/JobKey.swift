internal import Crypto

/// The short, stable name of a job: `v` and 16 characters of base 32, from account and native id.
///
/// The same job has the same key in every ledger, so keys survive export and import.
public struct JobKey: Hashable, Sendable {
  /// Bytes of hash behind a key: 80 bits, so ten million jobs collide with a chance of 4e-11.
  static let byteCount = 10
  /// Digits and letters without i, l, o and u, which are misread.
  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

  let bytes: [UInt8]

  /// - Parameters:
  ///   - account: The account's name.
  ///   - nativeID: The provider's id of the job, in its canonical form.
  public init(account: String, nativeID: String) {
    var named = Array("vgledger job\0".utf8)
    named.reserveCapacity(named.count + account.utf8.count + 1 + nativeID.utf8.count)
    named.append(contentsOf: account.utf8)
    named.append(0)
    named.append(contentsOf: nativeID.utf8)
    bytes = SHA256.hash(data: named).withSpan { $0.copy(0..<Self.byteCount) }
  }

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// `v7k2q9…`: 17 characters.
  public var text: String {
    var text: [UInt8] = [UInt8(ascii: "v")]
    var window: UInt32 = 0
    var bits = 0
    for byte in bytes {
      window = window << 8 | UInt32(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(Self.alphabet[Int(window >> UInt32(bits)) & 31])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
