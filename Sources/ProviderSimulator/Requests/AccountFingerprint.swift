import Crypto
import HTTPTypes

/// Who asks, told apart by the key and without telling the key.
enum AccountFingerprint {
  /// The first twelve hexadecimal digits of the SHA-256 of the key; `nil` where there is none.
  static func of(_ headers: HTTPFields) -> String? {
    guard let key = key(in: headers) else { return nil }
    return of(key: key)
  }

  static func of(key: Substring) -> String {
    SHA256.hash(data: Array(key.utf8)).prefix(6)
      .map { RandomText.hexadecimal(UInt64($0), digits: 2) }.joined()
  }

  /// What follows the scheme in `authorization`, else the header of Google's keys.
  private static func key(in headers: HTTPFields) -> Substring? {
    if let field = headers[.authorization] {
      return field.split(separator: " ").last
    }
    guard let name = HTTPField.Name("x-goog-api-key"), let key = headers[name] else { return nil }
    return key.isEmpty ? nil : key[...]
  }
}
