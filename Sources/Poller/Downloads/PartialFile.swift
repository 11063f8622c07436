internal import Crypto
internal import FoundationEssentials
internal import Ledger
internal import NIOCore
internal import SystemPackage
internal import _NIOFileSystem

/// The unfinished file of a download, `PATH.part`, and `PATH.part.json`, what is remembered of it.
///
/// One process at a time has it.
struct PartialFile {
  /// What was written, as it was hashed on the way.
  struct Written {
    let bytes: UInt64
    let sha256: [UInt8]
  }

  /// Larger results are refused; nobody's video is.
  static let bytesMax: UInt64 = 64 << 30

  let path: String
  private let asset: AssetPlace
  private let systemRun: String?
  private let lock: FileLock

  private var notePath: String { path + ".json" }

  /// Takes the unfinished file of `target`.
  ///
  /// - Throws: A ``Downloader/Failure`` where another process has it, or nothing can be written there.
  init(of target: String, _ asset: AssetPlace) throws(Downloader.Failure) {
    path = target + ".part"
    self.asset = asset
    systemRun = FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id")
      .map { String(decoding: $0.prefix(36), as: UTF8.self) }
    let lock: FileLock?
    do throws(LedgerError) {
      lock = try FileLock.take(path)
    } catch .failed(let code, _) {
      throw Self.failure(Errno(rawValue: code), at: path)
    } catch {
      throw Downloader.Failure("cannot write \(path)", .place)
    }
    guard let lock else {
      throw Downloader.Failure("another process is saving \(target)", .place)
    }
    self.lock = lock
  }

  /// How much of which file is there already; `nil` where nothing can be gone on with.
  func start() async -> (note: ResumeNote, bytes: UInt64)? {
    guard
      let info = try? await FileSystem.shared.info(
        forFileAt: FilePath(path), infoAboutSymbolicLink: true),
      info.type == .regular, info.size > 0,
      let data = FileManager.default.contents(atPath: notePath),
      data.count <= ResumeNote.bytesMost,
      let note = try? JSONDecoder().decode(ResumeNote.self, from: data),
      note.isAbout(asset, systemRun: systemRun)
    else { return nil }
    let bytes = UInt64(info.size)
    guard note.length.map({ bytes <= $0 }) ?? true else { return nil }
    return (note, bytes)
  }

  /// The note for a file that begins with these headers.
  func note(
    _ response: DownloadResponse
  ) -> ResumeNote? {
    ResumeNote(asset, headers: response.headers, length: response.length, systemRun: systemRun)
  }

  /// Keeps the note, or takes it away: before the first byte that it is about.
  private func keep(_ note: ResumeNote?) throws {
    guard let note else {
      try? FileManager.default.removeItem(atPath: notePath)
      return
    }
    try JSONEncoder().encode(note).write(to: URL(filePath: notePath), options: .atomic)
  }

  /// Writes a file from its beginning, in the place of what is there.
  func write(
    _ note: ResumeNote?,
    _ fill: ((ByteBuffer) async throws -> Void) async throws -> Void
  ) async throws -> Written {
    // A note about the bytes before must not outlive them, and theirs must not precede their note.
    try keep(nil)
    return try await FileSystem.shared.withFileHandle(
      forWritingAt: FilePath(path), options: Self.asItIs
    ) { handle in
      try await handle.resize(to: .bytes(0))
      try keep(note)
      return try await append(to: handle, at: 0, SHA256(), fill)
    }
  }

  /// The file whose lock is held, no other in its place: what is written is there at once, also when
  /// the process is killed.
  private static let asItIs = OpenOptions.Write(
    existingFile: .open, newFile: nil, followSymbolicLinks: false, closeOnExec: true)

  /// Goes on behind what is there, which is read for the hash of the whole.
  func goOn(
    at offset: UInt64, _ fill: ((ByteBuffer) async throws -> Void) async throws -> Void
  ) async throws -> Written {
    try await FileSystem.shared.withFileHandle(
      forReadingAndWritingAt: FilePath(path), options: Self.asItIs
    ) { handle in
      var hash = SHA256()
      var read: UInt64 = 0
      for try await part in handle.readChunks(
        in: 0..<Int64(offset), chunkLength: .mebibytes(1))
      {
        hash.update(data: Array(part.readableBytesView))
        read += UInt64(part.readableBytes)
      }
      guard read == offset else {
        throw Downloader.Failure("\(path) changed while it was read", .place)
      }
      return try await append(to: handle, at: Int64(offset), hash, fill)
    }
  }

  private func append(
    to handle: some WritableFileHandleProtocol, at start: Int64, _ beginning: SHA256,
    _ fill: ((ByteBuffer) async throws -> Void) async throws -> Void
  ) async throws -> Written {
    var hash = beginning
    var offset = start
    try await fill { part in
      guard UInt64(offset) + UInt64(part.readableBytes) <= Self.bytesMax else {
        throw Downloader.Failure("the file is larger than \(Self.bytesMax) bytes")
      }
      // A write may be cut by a full disk: only what was written is hashed.
      var rest = part
      while rest.readableBytes > 0 {
        let count = try await handle.write(contentsOf: rest, toAbsoluteOffset: offset)
        guard count > 0 else { throw Downloader.Failure("cannot write \(path)", .place) }
        hash.update(data: Array(rest.readableBytesView.prefix(Int(count))))
        rest.moveReaderIndex(forwardBy: Int(count))
        offset += count
      }
    }
    // An empty 200 is what the Gemini API sends to a key in the wrong place.
    guard offset > 0 else { throw Downloader.Failure("the server sent an empty file", .transient) }
    try await handle.synchronize()
    return Written(bytes: UInt64(offset), sha256: Array(hash.finalize()))
  }

  /// Lets the next try begin anew; the file stays, for its lock is held.
  func forget() { try? keep(nil) }

  private func discard() async {
    forget()
    _ = try? await FileSystem.shared.removeItem(at: FilePath(path))
  }

  /// Takes away what a later run could not go on with, and keeps the rest.
  func settle(after failure: Downloader.Failure) async {
    let isOver = failure.kind == .final && failure.remedy != .tryAgain
    if isOver { return await discard() }
    if await start() == nil { await discard() }
  }

  /// Puts the whole file in its place and waits until the disk has it.
  func move(to target: String, replacing: Bool) async throws {
    let place = FilePath(target)
    if replacing, let there = try await FileSystem.shared.info(forFileAt: place) {
      guard there.type == .regular else {
        throw Downloader.Failure("\(target) is no file to replace", .place)
      }
      do throws(LedgerError) {
        try FileExchange.move(path, over: target)
      } catch .failed(let code, _) {
        throw Self.failure(Errno(rawValue: code), at: target)
      }
    } else {
      try await FileSystem.shared.moveItem(at: FilePath(path), to: place)
    }
    try keep(nil)
    let folder = place.removingLastComponent()
    try await FileSystem.shared.withDirectoryHandle(
      atPath: folder.isEmpty ? "." : folder
    ) { handle in
      try await handle.synchronize()
    }
  }

  static func failure(_ cause: Errno?, at path: String) -> Downloader.Failure {
    switch cause {
    case .noSpace?, .diskQuotaExceeded?: Downloader.Failure("the disk is full", .diskFull)
    case let cause?: Downloader.Failure("cannot write \(path): \(cause)", .place)
    case nil: Downloader.Failure("cannot write \(path)", .place)
    }
  }
}
