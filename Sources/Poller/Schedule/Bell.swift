/// Wakes one who rests; a ring while nobody rests wakes the next one at once.
final class Bell {
  private var sleeper: CheckedContinuation<Void, Never>?
  private var isRung = false

  func ring() {
    guard let sleeper else {
      isRung = true
      return
    }
    self.sleeper = nil
    sleeper.resume()
  }

  func wait(isolation: isolated (any Actor)? = #isolation) async {
    guard !isRung else {
      isRung = false
      return
    }
    await withCheckedContinuation { sleeper = $0 }
  }
}
