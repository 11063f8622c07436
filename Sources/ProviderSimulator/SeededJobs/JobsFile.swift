import SystemPackage

/// What `--write-jobs` says of one job; as a line, one JSON object.
extension SimulatedJob {
  var jobLine: JSON {
    [
      "dialect": .string(dialect.rawValue),
      "id": .string(id),
      "model": .string(order.model),
      "fate": .string(fate.rawValue),
      "created_at": .string(createdAt.rfc3339),
      "ends_at": fate.isDenied || !everEnds ? nil : .string(endsAt.rfc3339),
    ]
  }
}

enum JobsFile {
  /// Writes a line for each job to a new or emptied file.
  static func write(_ jobs: [SimulatedJob], to path: String) throws {
    let file = try FileDescriptor.open(
      FilePath(path), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
    try file.closeAfter {
      var bytes: [UInt8] = []
      for job in jobs {
        bytes += job.jobLine.bytes
        bytes.append(UInt8(ascii: "\n"))
        guard bytes.count >= 1 << 18 else { continue }
        try file.writeAll(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
      try file.writeAll(bytes)
    }
  }
}
