internal import Ledger

enum Version {
  static let number = "0.1.0"
  static let tool = "vgledger \(number)"

  /// What `--version` prints.
  static var text: String {
    "vgledger \(number) · Swift \(swift) · LMDB \(LedgerError.storeVersion)"
  }

  private static var swift: String {
    #if compiler(>=6.4)
    "6.4 or newer"
    #elseif compiler(>=6.3)
    "6.3"
    #else
    "6.2"
    #endif
  }
}
