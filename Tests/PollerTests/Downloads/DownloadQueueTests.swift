import Ledger
import Poller
import Testing

@Suite("The queue of downloads")
struct DownloadQueueTests {
  private static func job(_ number: UInt64) -> JobNumber { JobNumber(rawValue: number) }

  private static let now = Moment(rawValue: 1_000_000)

  @Test("What expires first comes first; what never does comes last, the oldest job first")
  func order() {
    let queue = TestQueue(10)
    let expiries: [(UInt64, Int64?)] = [(1, nil), (2, 500), (3, 100), (4, nil), (5, 100)]
    for (number, expires) in expiries {
      queue.want(Self.job(number), expires: expires.map(Moment.init(rawValue:)), at: .zero)
    }
    #expect(queue.take(at: .zero).map(\.rawValue) == [3, 5, 2, 1, 4])
    #expect(queue.take(at: .zero) == [])
  }

  @Test("No more than there is room for, and the next most urgent when one is done")
  func bounded() {
    let queue = TestQueue(2)
    for number: UInt64 in 1...4 {
      queue.want(
        Self.job(number), expires: Moment(rawValue: 2_000_000 + Int64(10 - number)), at: .zero)
    }
    #expect(queue.take(at: .zero).map(\.rawValue) == [4, 3])
    #expect(queue.wakes() == nil)
    #expect(queue.finished(Self.job(4), .saved, at: .seconds(1), now: Self.now) == false)
    #expect(queue.take(at: .seconds(1)).map(\.rawValue) == [2])
    #expect(queue.count == 3)
  }

  @Test("A failure is tried again after growing waits, then given up for the run")
  func retries() {
    let queue = TestQueue(1)
    queue.want(Self.job(1), expires: nil, at: .zero)
    var elapsed = Duration.zero
    var waits: [Duration] = []
    while queue.take(at: elapsed) == [Self.job(1)] {
      guard queue.finished(Self.job(1), .later, at: elapsed, now: Self.now) else { break }
      let wake = queue.wakes() ?? .zero
      #expect(queue.take(at: wake - .milliseconds(1)) == [])
      waits.append(wake - elapsed)
      elapsed = wake
    }
    #expect(
      waits == [.seconds(5), .seconds(15), .seconds(60), .seconds(300), .seconds(900)])
    #expect(queue.isEmpty)
    queue.want(Self.job(1), expires: nil, at: elapsed)
    #expect(queue.isEmpty)
  }

  @Test("What was refused, and what is gone by now, is given up at once")
  func givesUp() {
    let queue = TestQueue(4)
    queue.want(Self.job(1), expires: nil, at: .zero)
    queue.want(Self.job(2), expires: Self.now, at: .zero)
    #expect(queue.take(at: .zero).count == 2)
    #expect(queue.finished(Self.job(1), .refused, at: .zero, now: Self.now) == false)
    #expect(queue.finished(Self.job(2), .later, at: .zero, now: Self.now) == false)
    #expect(queue.isEmpty)
  }

  @Test("News of a job that waits for another try brings the try no nearer")
  func newsWhileWaiting() {
    let queue = TestQueue(4)
    queue.want(Self.job(1), expires: nil, at: .zero)
    _ = queue.take(at: .zero)
    queue.want(Self.job(1), expires: nil, at: .zero)
    #expect(queue.take(at: .zero) == [])
    #expect(queue.finished(Self.job(1), .later, at: .zero, now: Self.now))
    queue.want(Self.job(1), expires: nil, at: .seconds(1))
    #expect(queue.take(at: .seconds(1)) == [])
    #expect(queue.take(at: .seconds(5)) == [Self.job(1)])
  }
}

/// The queue by reference, for expectations cannot change a value.
private final class TestQueue {
  private var queue: DownloadQueue

  init(_ concurrent: Int) { queue = DownloadQueue(concurrent: concurrent) }

  var isEmpty: Bool { queue.isEmpty }

  var count: Int { queue.count }

  func want(_ job: JobNumber, expires: Moment?, at elapsed: Duration) {
    queue.want(job, expires: expires, at: elapsed)
  }

  func take(at elapsed: Duration) -> [JobNumber] { queue.take(at: elapsed) }

  @discardableResult
  func finished(
    _ job: JobNumber, _ outcome: DownloadQueue.Outcome, at elapsed: Duration, now: Moment
  ) -> Bool {
    queue.finished(job, outcome, at: elapsed, now: now)
  }

  func wakes() -> Duration? { queue.wakes() }
}
