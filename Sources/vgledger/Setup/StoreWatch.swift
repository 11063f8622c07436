internal import Ledger
internal import ServiceLifecycle

/// Ends `serve` where the store has closed itself: no delivery can be kept by this process any more.
///
/// LMDB refuses everything after its head could not be written; only another process can go on.
struct StoreWatch: Service {
  private let errors: AsyncStream<LedgerError>
  private let teller: AsyncStream<LedgerError>.Continuation

  init() { (errors, teller) = AsyncStream.makeStream() }

  /// Takes in why an append failed.
  func take(_ error: any Error) {
    if let error = error as? LedgerError, error.closesStore { teller.yield(error) }
  }

  /// Goes on until the group shuts down.
  ///
  /// - Throws: The ``Failure`` of a store that is closed.
  func run() async throws {
    for await error in errors.cancelOnGracefulShutdown() { throw Failure(error) }
  }
}
