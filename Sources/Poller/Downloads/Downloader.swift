internal import AsyncHTTPClient
internal import Crypto
public import Ledger
internal import NIOCore
internal import NIOHTTP1
internal import Providers
internal import SystemPackage
internal import _NIOFileSystem

/// Saves an asset: streamed beside its place, hashed, synced, renamed.
///
/// What a broken connection or a stop leaves is gone on with, in the same run and in a later one.
public struct Downloader: Sendable {
  /// How far a download has come: bytes that are there, and of the whole where that is known.
  public typealias Report = @Sendable (_ bytes: UInt64, _ whole: UInt64?) -> Void

  private let client: ProviderClient
  private let access: AccountAccess
  private let now: @Sendable () -> Moment
  private let pause: @Sendable (Duration) async throws -> Void
  private let jitter: @Sendable () -> Double
  private let renew: (@Sendable (Job) async throws -> Job)?
  private let report: Report
  private let lookUp: HostLookup

  /// - Parameters:
  ///   - client: Must not follow redirects.
  ///   - access: The account of the jobs.
  ///   - now: The wall clock, for servers that ask to come back at a time.
  ///   - pause: Waits before another try.
  ///   - jitter: 0 up to 1.
  ///   - renew: Asks for the job's status again, after an address was refused; `nil` where nobody
  ///     may be asked.
  ///   - lookUp: Finds the addresses of names.
  ///   - report: Called as bytes come.
  public init(
    client: ProviderClient, access: AccountAccess, now: @escaping @Sendable () -> Moment,
    pause: @escaping @Sendable (Duration) async throws -> Void = {
      try await ContinuousClock().sleep(for: $0)
    },
    jitter: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
    renew: (@Sendable (Job) async throws -> Job)? = nil, lookUp: HostLookup = .system,
    report: @escaping Report = { _, _ in }
  ) {
    self.lookUp = lookUp
    self.client = client
    self.access = access
    self.now = now
    self.pause = pause
    self.jitter = jitter
    self.renew = renew
    self.report = report
  }

  /// Fetches the asset into a file.
  ///
  /// `index`: which of the job's assets of that variant, from 0.
  ///
  /// `path`: the file's absolute path; whole as soon as it is there. `PATH.part` and
  /// `PATH.part.json` are beside it while it is fetched, and after a failure that a later run can
  /// go on from.
  ///
  /// `replacing`: a file that is there is replaced in one step, after the new one is whole.
  public func save(
    _ job: Job, variant: String, index: Int, to path: String, replacing: Bool = false
  ) async throws(Failure) -> SavedAsset {
    let asset = AssetPlace(job: job.key.text, variant: variant, index: index)
    var plan = try plan(job, asset)
    let partial = try PartialFile(of: path, asset)
    var retry = DownloadRetry()
    while true {
      let failure: Failure
      do {
        let (file, contentType) = try await bytes(of: plan, into: partial)
        try await partial.move(to: path, replacing: replacing)
        return SavedAsset(
          variant: variant, index: index, path: path, bytes: file.bytes, sha256: file.sha256,
          contentType: contentType)
      } catch {
        failure = Self.failure(error, at: path)
      }
      do throws(Failure) {
        switch retry.step(after: failure, jitter: jitter()) {
        case .giveUp: throw failure
        case .wait(let duration): try await wait(duration)
        case .freshAddress:
          let fresh = try await fresh(job, asset)
          guard let fresh, fresh != plan else { throw failure }
          plan = fresh
        }
      } catch {
        await partial.settle(after: error)
        throw error
      }
    }
  }

  private func plan(_ job: Job, _ asset: AssetPlace) throws(Failure) -> DownloadPlan {
    do throws(DownloadPlan.Refusal) {
      return try DownloadPlan(job, variant: asset.variant, index: asset.index, access: access)
    } catch {
      throw Failure(error.why)
    }
  }

  private func wait(_ duration: Duration) async throws(Failure) {
    do { try await pause(duration) } catch { throw Self.stopped }
  }

  private static let stopped = Failure("it was stopped", .stopped)

  /// Where the asset is now, as the provider says when it is asked again.
  private func fresh(_ job: Job, _ asset: AssetPlace) async throws(Failure) -> DownloadPlan? {
    guard let renew else { return nil }
    let renewed: Job
    do {
      renewed = try await renew(job)
    } catch {
      // That nobody answers changes nothing about the refusal, which is told.
      if Task.isCancelled { throw Self.stopped }
      return nil
    }
    return try? plan(renewed, asset)
  }

  private static func failure(_ error: any Error, at path: String) -> Failure {
    switch error {
    case let failure as Failure: failure
    case let error as FileSystemError:
      PartialFile.failure(
        (error.cause as? FileSystemError.SystemCallError)?.errno, at: path)
    case _ where Task.isCancelled: stopped
    default: Failure(UnreachableCause.detail(of: error), .transient)
    }
  }
}

extension Downloader {
  /// Fetches with the account's key; once more where it is refused and its source gives another.
  private func bytes(
    of plan: DownloadPlan, into partial: PartialFile
  ) async throws -> (file: PartialFile.Written, contentType: String?) {
    let key = await access.key?.fresh()
    do {
      return try await bytes(of: plan, into: partial, key)
    } catch let failure as Failure where failure.httpStatus == 401 {
      guard let key, let renewed = await access.key?.renewed(after: key) else { throw failure }
      return try await bytes(of: plan, into: partial, renewed)
    }
  }

  private func bytes(
    of plan: DownloadPlan, into partial: PartialFile, _ key: String?
  ) async throws -> (file: PartialFile.Written, contentType: String?) {
    switch plan {
    case .fetch(let url, let keyPlace, let home):
      let start = await partial.start()
      let fetch = ResultFetch(
        client: client, key: key, keyPlace: keyPlace, now: now, lookUp: lookUp)
      return try await fetch.run(url, home: home, after: start) { response in
        try Self.refuseOther(response)
        let file = try await take(response, after: start, into: partial)
        return (file, response.contentType)
      }
    case .inline(let request, let index):
      let media = try await inline(request, index: index, key)
      let file = try await partial.write(nil) { sink in try await sink(ByteBuffer(bytes: media)) }
      return (file, nil)
    }
  }

  /// Writes what the server sends: the whole file, or the rest of the one that is there.
  private func take(
    _ response: DownloadResponse, after start: (note: ResumeNote, bytes: UInt64)?,
    into partial: PartialFile
  ) async throws -> PartialFile.Written {
    if response.httpStatus == 200 {
      let file = try await partial.write(partial.note(response)) { sink in
        try await pour(response, at: 0, of: response.length, into: sink)
      }
      return try Self.whole(file, of: response.length)
    }
    guard let start, let range = response.range, Self.isSame(response, start.note, range) else {
      throw Self.startOver(partial)
    }
    let whole = range.whole ?? start.note.length
    if response.httpStatus == 416 {
      guard range.whole == start.bytes, response.headers.contains(name: "etag") else {
        throw Self.startOver(partial)
      }
      return try await partial.goOn(at: start.bytes) { _ in }
    }
    guard range.bytes?.lowerBound == start.bytes else { throw Self.startOver(partial) }
    let file = try await partial.goOn(at: start.bytes) { sink in
      try await pour(response, at: start.bytes, of: whole, into: sink)
    }
    return try Self.whole(file, of: whole ?? range.bytes.map { $0.upperBound + 1 })
  }

  private func pour(
    _ response: DownloadResponse, at start: UInt64, of whole: UInt64?,
    into sink: (ByteBuffer) async throws -> Void
  ) async throws {
    var bytes = start
    for try await part in response.body {
      try await sink(part)
      bytes += UInt64(part.readableBytes)
      report(bytes, whole)
    }
  }

  /// Whether the part that came is one of the file that was begun.
  private static func isSame(
    _ response: DownloadResponse, _ note: ResumeNote, _ range: ContentRange
  ) -> Bool {
    if let whole = range.whole, let known = note.length, whole != known { return false }
    guard note.validator.hasPrefix("\""), let tag = response.headers.first(name: "etag") else {
      return true
    }
    return tag == note.validator
  }

  private static func startOver(_ partial: PartialFile) -> Failure {
    partial.forget()
    return Failure("the file changed on the server while it was fetched", .transient)
  }

  private static func whole(
    _ file: PartialFile.Written, of length: UInt64?
  ) throws(Failure) -> PartialFile.Written {
    guard let length, length != file.bytes else { return file }
    throw Failure("\(file.bytes) of \(length) bytes came", .transient)
  }

  /// A page or an error in the place of a video is no video, whatever the status says; nor is a
  /// compressed one.
  private static func refuseOther(_ response: DownloadResponse) throws(Failure) {
    guard response.httpStatus != 416 else { return }
    if let coding = response.headers.first(name: "content-encoding"), coding != "identity" {
      throw Failure("the server sent it compressed, which was not asked for")
    }
    guard let type = response.contentType?.lowercased() else { return }
    if ["text/", "application/json", "application/xml"].contains(where: type.hasPrefix) {
      throw Failure("the server sent \(type.prefix(60)), not a video", remedy: .tryAgain)
    }
  }

  private func inline(
    _ request: ProviderRequest, index: Int, _ key: String?
  ) async throws -> [UInt8] {
    switch try await client.ask(request, key: key) {
    case .unreachable(let unreachable):
      throw Failure(unreachable.detail ?? unreachable.cause.rawValue, .transient)
    case .answer(let answer):
      if let status = answer.httpStatus, status != 200 { throw Failure(httpStatus: UInt(status)) }
      guard let media = InlineMedia.sample(index, in: answer.body), !media.isEmpty else {
        throw Failure("the answer holds no inline video any more")
      }
      return media
    }
  }
}
