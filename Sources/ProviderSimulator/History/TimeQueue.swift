/// What is going to happen, soonest first; of two at the same moment the one that was put in first.
struct TimeQueue<Element: Sendable>: Sendable {
  private struct Entry: Sendable {
    let time: Int64
    let number: UInt64
    let element: Element

    func isBefore(_ other: Entry) -> Bool {
      time == other.time ? number < other.number : time < other.time
    }
  }

  /// A binary heap: no entry is before its parent at `(place - 1) / 2`.
  private var entries: [Entry] = []
  private var numbersGiven: UInt64 = 0

  var count: Int { entries.count }
  var firstTime: Moment? {
    entries.first.map { Moment(millisecondsSince1970: $0.time) }
  }

  mutating func put(_ element: Element, at time: Moment) {
    let entry = Entry(
      time: time.millisecondsSince1970, number: numbersGiven, element: element)
    numbersGiven += 1
    entries.append(entry)
    var place = entries.count - 1
    while place > 0, entry.isBefore(entries[(place - 1) / 2]) {
      entries[place] = entries[(place - 1) / 2]
      place = (place - 1) / 2
    }
    entries[place] = entry
  }

  mutating func takeFirst() -> (time: Moment, element: Element)? {
    guard let first = entries.first, let last = entries.popLast() else { return nil }
    if !entries.isEmpty { sink(last) }
    return (Moment(millisecondsSince1970: first.time), first.element)
  }

  /// Puts the entry at the root, and lets it sink to its place.
  private mutating func sink(_ entry: Entry) {
    var place = 0
    while 2 * place + 1 < entries.count {
      var child = 2 * place + 1
      if child + 1 < entries.count, entries[child + 1].isBefore(entries[child]) { child += 1 }
      guard entries[child].isBefore(entry) else { break }
      entries[place] = entries[child]
      place = child
    }
    entries[place] = entry
  }
}
