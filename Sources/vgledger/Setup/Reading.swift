internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger
internal import SystemPackage

/// Commands that read a whole file which may be broken.
enum Reading {
  /// Whether this is the process that reads; where it is not, that one has run and ended well.
  ///
  /// `faultExit`: how the process ends where the file's structure is broken.
  ///
  /// - Throws: An `ExitCode` where it has ended otherwise and has said why, and a ``Failure`` where a
  ///   signal has ended it.
  static func isOwnProcess(
    _ context: Context, faultExit: ExitStatus = .inputOutput
  ) throws -> Bool {
    guard context.environment[ReadingProcess.mark] == nil else {
      MapFault.endProcess(withExitCode: faultExit.rawValue)
      return true
    }
    let end: ReadingProcess.End
    do throws(Errno) {
      end = try ReadingProcess.run()
    } catch {
      throw Failure(.inputOutput, "cannot start the process that reads the ledger: \(error)")
    }
    switch end {
    case .exit(0): return false
    case .exit(let code): throw ExitCode(code)
    // INT, PIPE, TERM.
    case .signal(let signal) where [2, 13, 15].contains(signal): throw ExitCode(128 + signal)
    case .signal(let signal):
      throw Failure(
        .verifyDiffers,
        "the file in \(context.folder.escaped) is so damaged that reading it ended the process (signal "
          + "\(signal)); restore a backup, or save what is good with 'vgledger salvage'")
    }
  }
}

extension String {
  /// The path from the root; without slashes at its end.
  var absolute: String {
    var path = hasPrefix("/") ? self : FileManager.default.currentDirectoryPath + "/" + self
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}
