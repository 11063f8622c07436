internal import Foundation

/// A folder that outlives a unit, and goes with the value that holds it.
final class KeptFolder {
  let path: String

  /// `folder`: the unit's own, beside which it is made.
  init(beside folder: String) throws {
    path = folder + "-kept"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
