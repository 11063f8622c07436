import Ledger
import Poller
import Synchronization
import Testing

@Suite("Names of result hosts")
struct HostLookupTests {
  private struct Unknown: Error {}

  /// What became of a result at a name, and the names that were looked up.
  private static func why(
    _ uri: String, _ find: @escaping @Sendable (String) throws -> String
  ) async throws -> (why: String?, asked: [String]) {
    let folder = try ScratchFolder()
    let job = try await FinishedJob.make(in: folder.path, uri: uri)
    let names = Names()
    let why = try await ProviderClient.withClient { client -> String? in
      let downloader = Downloader(
        client: client, access: FinishedJob.access("https://generativelanguage.googleapis.com"),
        now: { Moment(rawValue: 1000) }, pause: { _ in throw CancellationError() },
        lookUp: HostLookup { host in
          names.add(host)
          return try find(host)
        })
      do throws(Downloader.Failure) {
        _ = try await downloader.save(
          job, variant: "video", index: 0, to: folder.path + "/video.mp4")
        return nil
      } catch {
        return error.why
      }
    }
    #expect(try folder.names() == [])
    return (why, names.all)
  }

  @Test(
    "A public name that stands for a private address is refused",
    arguments: ["10.0.0.1", "127.0.0.1", "169.254.169.254", "fe80::1", "::ffff:192.168.0.1", ""])
  func privateAddress(number: String) async throws {
    let (why, asked) = try await Self.why("https://CDN.example.com/v.mp4?key=1") { _ in number }
    #expect(why == "the address https://CDN.example.com/v.mp4 is on a private network")
    #expect(asked == ["cdn.example.com"])
  }

  @Test("A name that nobody knows is a failure that another try may mend")
  func unknown() async throws {
    let (why, _) = try await Self.why("https://cdn.example.com/v.mp4") { _ in throw Unknown() }
    #expect(why == "it was stopped")
  }

  @Test("Numbers need no looking up, and the account's own host is as configured")
  func notLookedUp() async throws {
    let (why, asked) = try await Self.why("https://10.0.0.1/v.mp4") { _ in throw Unknown() }
    #expect(why == "the address https://10.0.0.1/v.mp4 is on a private network")
    #expect(asked == [])
  }
}

/// The names that were looked up.
private final class Names: Sendable {
  private let names = Mutex<[String]>([])

  var all: [String] { names.withLock { $0 } }

  func add(_ name: String) { names.withLock { $0.append(name) } }
}
