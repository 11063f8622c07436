internal import FoundationEssentials

/// A folder for what nobody needs afterwards; it goes when the program is ended, too.
struct ScratchFolder {
  let path: String
  private let signals: EndingSignals

  init() throws(Failure) {
    let place = FileManager.default.temporaryDirectory
      .appending(path: "vgledger-check-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
    } catch {
      throw Failure(.cannotCreate, "cannot make a scratch folder in \(place.path)")
    }
    path = place.path
    signals = EndingSignals { try? FileManager.default.removeItem(at: place) }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
