internal import SystemPackage

/// Reads the pages of an LMDB data file that may be damaged anywhere: nothing is mapped, nothing in it
/// is believed, and every place is checked before it is read.
///
/// The layout is that of LMDB 0.9 on 64-bit machines of this byte order (`lmdb/mdb.c`).
struct PageFile {
  /// The only page size that this reads: that of x86-64 and of most others.
  static let pageBytes = 4096
  /// A value is never longer: a body of 16 MiB and what is around it.
  static let valueBytesMost = 17 << 20

  private let file: FileDescriptor
  let pageCount: Int

  init(path: String) throws(LedgerError) {
    do {
      file = try FileDescriptor.open(FilePath(path), .readOnly)
      pageCount = Int(try file.seek(offset: 0, from: .end)) / Self.pageBytes
    } catch {
      throw .failed(code: (error as? Errno)?.rawValue ?? 5, call: "open")
    }
  }

  func close() { try? file.close() }

  /// The page; `nil` where there is none, or the disk does not give it.
  func page(_ number: UInt64) -> Page? {
    guard number < UInt64(pageCount) else { return nil }
    return bytes(from: Int(number) * Self.pageBytes, count: Self.pageBytes).map(Page.init)
  }

  /// The value of a node; one that is too long for its page lies in pages of its own.
  func value(of node: Page.Node, in page: Page) -> [UInt8]? {
    switch node.place {
    case .inPage(let range): return Array(page.bytes[range])
    case .pages(let first, let count):
      guard count <= Self.valueBytesMost, first < UInt64(pageCount) else { return nil }
      return bytes(from: Int(first) * Self.pageBytes + Page.headerBytes, count: count)
    }
  }

  private func bytes(from offset: Int, count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    guard let read = DurableFolder.read(file, at: offset, into: &bytes), read == count else {
      return nil
    }
    return bytes
  }
}

/// A page, in which nothing is believed.
struct Page {
  static let headerBytes = 16
  private static let branchFlag: UInt16 = 0x01
  private static let leafFlag: UInt16 = 0x02
  private static let bigDataFlag: UInt16 = 0x01
  private static let duplicatesFlag: UInt16 = 0x04

  let bytes: [UInt8]

  enum Kind {
    case branch
    case leaf
    case other
  }

  /// An entry of a leaf page.
  struct Node {
    enum Place {
      case inPage(Range<Int>)
      case pages(first: UInt64, count: Int)
    }

    let key: [UInt8]
    let place: Place
  }

  var kind: Kind {
    switch bytes.span.uint16(at: 10) {
    case Self.branchFlag: .branch
    case Self.leafFlag: .leaf
    case _: .other
    }
  }

  /// Where the entries begin, as far as the page says so.
  private var offsets: [Int] {
    let end = Int(bytes.span.uint16(at: 12))
    guard end >= Self.headerBytes, end <= bytes.count else { return [] }
    return stride(from: Self.headerBytes, to: end - 1, by: 2).map { Int(bytes.span.uint16(at: $0)) }
  }

  /// The pages below a branch page.
  var children: [UInt64] {
    offsets.compactMap { offset in
      guard offset >= Self.headerBytes, offset + 8 <= bytes.count else { return nil }
      let low = UInt64(bytes.span.uint32(at: offset))
      return low | UInt64(bytes.span.uint16(at: offset + 4)) << 32
    }
  }

  /// The entries of a leaf page that lie within it.
  var nodes: [Node] {
    offsets.compactMap { offset in
      guard offset >= Self.headerBytes, offset + 8 <= bytes.count else { return nil }
      let count = Int(bytes.span.uint32(at: offset))
      let flags = bytes.span.uint16(at: offset + 4)
      let keyEnd = offset + 8 + Int(bytes.span.uint16(at: offset + 6))
      guard keyEnd <= bytes.count, flags & Self.duplicatesFlag == 0 else { return nil }
      let key = Array(bytes[offset + 8..<keyEnd])
      if flags & Self.bigDataFlag != 0 {
        guard keyEnd + 8 <= bytes.count else { return nil }
        return Node(key: key, place: .pages(first: bytes.span.uint64(at: keyEnd), count: count))
      }
      guard count <= bytes.count - keyEnd else { return nil }
      return Node(key: key, place: .inPage(keyEnd..<keyEnd + count))
    }
  }
}
