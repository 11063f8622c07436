internal import CLMDB
internal import CMapFault
internal import Glibc

/// One LMDB environment: the folder's `data.mdb`, mapped, and its lock file.
///
/// Made by ``EnvironmentRegistry``: all who open a folder in a process share one handle of LMDB.
@safe final class Environment: Sendable {
  enum Mode: Sendable {
    case readOnly
    case readWrite
    /// For a scratch copy that nobody needs after a crash: no syncs.
    case scratch
  }

  private nonisolated(unsafe) let handle: OpaquePointer
  let mode: Mode

  /// Databases that an environment may hold.
  private static let databasesMax: UInt32 = 64
  private static let readersMax: UInt32 = 1024
  /// What LMDB makes it: 64 bytes a reader, and twice as many before them.
  static let lockFileBytes = 64 * (Int(readersMax) + 2)
  private static let mapSizeMost = 1 << 40
  private static let mapSizeLeast = 16 << 30
  /// A process has 128 TiB of addresses: one that has many ledgers open gives each less.
  private static let mapSizeOfMany = 64 << 30
  private static let many = 32

  private let identity: FileStatus.Identity

  /// `handle`: from ``open(folder:fileBytes:mode:)``; ``EnvironmentRegistry`` counts who
  /// shares it.
  init(sharing handle: OpaquePointer, of identity: FileStatus.Identity, mode: Mode) {
    unsafe self.handle = handle
    self.identity = identity
    self.mode = mode
  }

  deinit { EnvironmentRegistry.shared.release(identity) }

  /// Opens or creates the environment in an existing folder.
  ///
  /// The map is 1 TiB of addresses, or as much as the system grants, down to 16 GiB or four times
  /// the file. `others` counts the environments that the process has open already.
  static func open(
    folder: String, fileBytes: Int, mode: Mode, others: Int
  ) throws(LedgerError) -> OpaquePointer {
    var mapSize = others < many ? mapSizeMost : max(mapSizeOfMany, 4 * fileBytes)
    while true {
      let (opened, code) = try unsafe open(folder: folder, mode: mode, mapSize: mapSize)
      if let handle = unsafe opened {
        unsafe clearDeadReaders(of: handle)
        return unsafe handle
      }
      // Linux says ENOMEM where so many addresses are not to be had, valgrind EINVAL.
      guard code == ENOMEM || code == EINVAL, mapSize / 2 >= max(mapSizeLeast, 4 * fileBytes) else {
        throw error(opening: folder, code: code)
      }
      mapSize /= 2
    }
  }

  /// Gives the processor to another thread or process.
  static func letOthersRun() { _ = sched_yield() }

  /// Frees the slots of readers whose processes are gone: until then no page that they could see is
  /// used again.
  func clearDeadReaders() { unsafe Self.clearDeadReaders(of: handle) }

  private static func clearDeadReaders(of handle: OpaquePointer) {
    var dead: Int32 = 0
    unsafe _ = mdb_reader_check(handle, &dead)
  }

  private static func open(
    folder: String, mode: Mode, mapSize: Int
  ) throws(LedgerError) -> (OpaquePointer?, Int32) {
    var created: OpaquePointer?
    try LedgerError.check(unsafe mdb_env_create(&created), "mdb_env_create")
    guard let handle = unsafe created else {
      throw LedgerError.failed(code: ENOMEM, call: "mdb_env_create")
    }
    var flags = UInt32(MDB_NOTLS)
    switch mode {
    case .readOnly: flags |= UInt32(MDB_RDONLY)
    case .readWrite: break
    case .scratch: flags |= UInt32(MDB_NOSYNC)
    }
    map_fault_install()
    var code = unsafe mdb_env_set_assert(handle) { environment, message in
      unsafe map_fault_assertion(UnsafeMutableRawPointer(environment), message)
    }
    if code == MDB_SUCCESS { code = unsafe mdb_env_set_mapsize(handle, mapSize) }
    if code == MDB_SUCCESS { code = unsafe mdb_env_set_maxdbs(handle, databasesMax) }
    if code == MDB_SUCCESS { code = unsafe mdb_env_set_maxreaders(handle, readersMax) }
    if code == MDB_SUCCESS { code = unsafe mdb_env_open(handle, folder, flags, 0o600) }
    if code == MDB_SUCCESS { return (unsafe handle, code) }
    unsafe mdb_env_close(handle)
    return (nil, code)
  }

  private static func error(opening folder: String, code: Int32) -> LedgerError {
    switch code {
    case MDB_INVALID: .notALedger(folder: folder, why: "data.mdb is not an LMDB file")
    case MDB_VERSION_MISMATCH:
      .notALedger(folder: folder, why: "data.mdb was written by another major version of LMDB")
    case EACCES, EPERM, EROFS: .noPermission(folder: folder)
    case ENOSPC, EDQUOT: .full
    default: .failed(code: code, call: "mdb_env_open")
    }
  }

  /// How many bytes the file must have for the pages that are in use.
  func bytesInUse() throws(LedgerError) -> Int {
    var info = unsafe MDB_envinfo()
    try LedgerError.check(unsafe mdb_env_info(handle, &info), "mdb_env_info")
    var status = MDB_stat()
    try LedgerError.check(unsafe mdb_env_stat(handle, &status), "mdb_env_stat")
    let pages = unsafe UInt64(info.me_last_pgno).addingReportingOverflow(1)
    let bytes = pages.partialValue.multipliedReportingOverflow(by: UInt64(status.ms_psize))
    return pages.overflow || bytes.overflow ? .max : Int(clamping: bytes.partialValue)
  }

  /// The size of the map in bytes.
  func mapBytes() throws(LedgerError) -> Int {
    var info = unsafe MDB_envinfo()
    try LedgerError.check(unsafe mdb_env_info(handle, &info), "mdb_env_info")
    return unsafe Int(info.me_mapsize)
  }

  /// Writes what is in use to a new data file in an existing, empty folder; others may write meanwhile.
  ///
  /// `isCompacted`: whether pages that are free are left out.
  func copy(to folder: String, isCompacted: Bool = false) throws(LedgerError) {
    let flags = isCompacted ? UInt32(MDB_CP_COMPACT) : 0
    try LedgerError.check(unsafe mdb_env_copy2(handle, folder, flags), "mdb_env_copy2")
    // LMDB makes the file for everybody.
    let path = folder + "/" + LedgerFolder.dataName
    guard unsafe chmod(path, 0o600) == 0 else { throw .failed(code: errno, call: "chmod") }
  }

  /// Puts everything on disk that was written in ``Mode/scratch``.
  func sync() throws(LedgerError) {
    try LedgerError.check(unsafe mdb_env_sync(handle, 1), "mdb_env_sync")
  }

  /// How far the table of readers is filled; slots in it that were given back count too.
  func readerSlots() throws(LedgerError) -> Int {
    var info = unsafe MDB_envinfo()
    try LedgerError.check(unsafe mdb_env_info(handle, &info), "mdb_env_info")
    return unsafe Int(info.me_numreaders)
  }

  /// Begins a read transaction: one unchanging view of the whole environment.
  func reader() throws(LedgerError) -> ReadTransaction {
    unsafe ReadTransaction(try begin(flags: UInt32(MDB_RDONLY)), of: self)
  }

  /// Begins the one write transaction, which only its own thread may use and end.
  ///
  /// Waits for a writer of another process. Dropped without a commit, it changes nothing.
  func writer() throws(LedgerError) -> WriteTransaction {
    unsafe WriteTransaction(try begin(flags: 0))
  }

  /// Runs `body` in the one write transaction: commits when it returns, aborts when it throws.
  ///
  /// `body` cannot await, so the transaction stays on the thread that began it, as LMDB asks.
  /// Waits for a writer of another process. On disk when this returns.
  func write<Value>(
    _ body: (borrowing WriteTransaction) throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value {
    let transaction = try writer()
    let value = try body(transaction)
    try transaction.commit()
    return value
  }

  private func begin(flags: UInt32) throws(LedgerError) -> OpaquePointer {
    var transaction: OpaquePointer?
    try LedgerError.check(
      unsafe mdb_txn_begin(handle, nil, flags, &transaction), "mdb_txn_begin")
    guard let transaction = unsafe transaction else {
      throw .failed(code: ENOMEM, call: "mdb_txn_begin")
    }
    return unsafe transaction
  }
}
