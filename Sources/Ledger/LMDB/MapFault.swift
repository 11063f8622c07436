internal import CMapFault

/// What becomes of a process that reads a data file whose structure is broken.
///
/// No error can be thrown then: LMDB has no way back from a fault. One line on standard error says so,
/// and the process ends.
public enum MapFault {
  /// Has this process end with that code, where it would end with 74.
  public static func endProcess(withExitCode code: Int32) { map_fault_set_exit(code) }
}
