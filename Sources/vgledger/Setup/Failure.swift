internal import Ledger

/// Why a command stops: one line, with what to do next, and the exit code.
struct Failure: Error {
  let message: String
  let code: ExitStatus

  init(_ code: ExitStatus, _ message: String) {
    self.code = code
    self.message = message
  }
}

/// The exit codes that scripts can rely on; `vgledger help exit-codes` prints them.
enum ExitStatus: Int32, CaseIterable {
  case success = 0
  case no = 1
  case waitFailed = 10
  case waitFiltered = 11
  case waitEnded = 12
  case jobUnknown = 13
  case verifyDiffers = 20
  case verifyShortened = 21
  case verifyUnsigned = 22
  case doctorFailed = 30
  case doctorWarned = 31
  case usage = 64
  case badData = 65
  case noInput = 66
  case unreachable = 69
  case ourBug = 70
  case cannotCreate = 73
  case inputOutput = 74
  case tryAgain = 75
  case keyRefused = 77
  case configuration = 78
  case timedOut = 124
  case interrupted = 130
  case brokenPipe = 141
  case terminated = 143

  var meaning: String {
    switch self {
    case .success: "done"
    case .no:
      "a \"no\" that was asked for: rebuild --check differs, webhook check refuses, cost --max exceeded"
    case .waitFailed: "wait: at least one job failed"
    case .waitFiltered: "wait: none failed, at least one was filtered or partial"
    case .waitEnded: "wait: none of those, at least one was canceled, expired, lost or gone"
    case .jobUnknown: "the job is not in this ledger"
    case .verifyDiffers: "verify: bytes or hashes differ"
    case .verifyShortened: "verify: the log does not extend the checkpoint"
    case .verifyUnsigned: "verify: a signature does not hold"
    case .doctorFailed: "doctor: a check failed"
    case .doctorWarned: "doctor --strict: only warnings"
    case .usage: "the command line makes no sense"
    case .badData: "bad input data; what was good went in"
    case .noInput: "no ledger or file there, or no permission"
    case .unreachable: "the provider did not answer"
    case .ourBug: "a bug of ours"
    case .cannotCreate: "a file or folder cannot be made"
    case .inputOutput: "the disk is full or failing"
    case .tryAgain: "the provider asks to slow down"
    case .keyRefused: "the provider refuses the key"
    case .configuration: "the configuration must be changed"
    case .timedOut: "wait: the time ran out"
    case .interrupted: "ended by INT; watch ends with 0 instead"
    case .brokenPipe: "the reader of our output went away"
    case .terminated: "ended by TERM; watch ends with 0 instead"
    }
  }
}

extension Failure {
  /// The failure that a ledger's error means to a person.
  init(_ error: LedgerError) {
    switch error {
    case .notFound(let folder):
      self.init(.noInput, "there is no ledger in \(folder); 'vgledger init' makes one")
    case .notALedger(let folder, let why):
      self.init(.noInput, "\(folder) is not a ledger: \(why); choose another with --ledger")
    case .damaged(let folder, let why):
      self.init(
        .inputOutput,
        "the ledger in \(folder) is damaged: \(why); nothing was changed, restore a backup")
    case .newerFormat(let format):
      self.init(
        .configuration,
        "the ledger has format \(format), which this vgledger does not know; use a newer one")
    case .olderProjections(let folder):
      self.init(
        .configuration,
        "the projections in \(folder) were made by an older vgledger; 'vgledger rebuild' makes them "
          + "anew from the log")
    case .cannotCreate(let folder, let why):
      self.init(.cannotCreate, "cannot make a ledger in \(folder): \(why)")
    case .noPermission(let folder):
      self.init(.noInput, "no permission for \(folder); check its owner and mode")
    case .networkFileSystem(let folder, let kind):
      self.init(
        .configuration,
        "\(folder) is on \(kind), where locks do not hold; put the ledger on a local disk")
    case .full:
      self.init(
        .inputOutput, "the disk is full; nothing was written, make room and run it again")
    case .tooManyReaders:
      self.init(.tryAgain, "too many processes read this ledger; try again later")
    case .damagedRecord(let sequence):
      self.init(
        .inputOutput,
        "event #\(sequence.rawValue) does not match its hash: the ledger was damaged or altered; "
          + "'vgledger verify' tells what differs")
    case .signingKey(let folder, let why):
      self.init(
        .noInput,
        "cannot sign with \(folder)/signing-key: \(why); put the ledger's key there, from a backup")
    case .damagedTree:
      self.init(
        .inputOutput,
        "the tree of hashes does not belong to the log, so nothing is written; 'vgledger verify' tells "
          + "what differs")
    case .damagedProjection(let name):
      self.init(
        .inputOutput, "the projection of \(name) is damaged; 'vgledger rebuild' makes it anew")
    case .accountMoved(let name, let bound, let asked):
      self.init(
        .configuration,
        "account \(name) stands for \(bound) in this ledger, not for \(asked); "
          + "if it moved, say so with 'vgledger account rebind \(name)'")
    case .tooLong(let what):
      self.init(.badData, "\(what) is more than a ledger takes")
    case .failed(let code, let call) where code == 5:  // EIO, which a full disk gives too
      self.init(
        .inputOutput,
        "the disk failed or is full (\(call)); nothing was written, look at it and run it again")
    case .failed(let code, "mdb_txn_begin") where code == 11:  // EAGAIN
      self.init(
        .tryAgain,
        "another process that cannot be seen from here uses this ledger; containers that share one "
          + "must share a PID namespace too")
    case .failed where error.closesStore:
      self.init(
        .inputOutput,
        "the store's head could not be written, so it is closed; look at the disk, and start again")
    case .failed(let code, _) where error.isDamage:
      self.init(
        .inputOutput,
        "the ledger's file is damaged (\(LedgerError.text(ofCode: code))); 'vgledger verify' tells "
          + "what, and 'vgledger salvage' saves what is good")
    case .failed(let code, let call):
      self.init(.inputOutput, "\(call) failed: \(LedgerError.text(ofCode: code))")
    }
  }
}
