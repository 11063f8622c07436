import NIOPosix

/// Connections to one receiver, so many at most; who comes when all are in use waits.
actor WebhookPool {
  private static let connectionsMax = 32

  private let target: WebhookTarget
  private var idle: [WebhookConnection] = []
  private var inUse = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(target: WebhookTarget) { self.target = target }

  /// The status of the answer; `nil` where none came.
  func post(_ delivery: SignedDelivery) async -> Int? {
    await takePlace()
    defer { givePlace() }
    do {
      idle.removeAll { !$0.isOpen }
      let connection: WebhookConnection
      if let known = idle.popLast() {
        connection = known
      } else {
        connection = try await WebhookConnection.open(
          to: target, on: MultiThreadedEventLoopGroup.singleton)
      }
      let status = try await connection.post(delivery)
      if connection.isOpen { idle.append(connection) }
      return status
    } catch {
      return nil
    }
  }

  private func takePlace() async {
    guard inUse >= Self.connectionsMax else {
      inUse += 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  /// Hands the place to who waits longest, or frees it.
  private func givePlace() {
    if waiting.isEmpty {
      inUse -= 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
