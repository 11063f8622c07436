/// Numbers for keys, from 0 in the order in which they first come.
///
/// One question asks once a job, and jobs of the same few keys follow each other: those are compared
/// before anything is hashed, which would cost more than all else that is done with a job.
struct GroupPlaces<Key: Hashable> {
  private static var recentMost: Int { 8 }

  /// The keys, by their numbers.
  private(set) var keys: [Key] = []
  private var places: [Key: Int] = [:]
  /// Numbers of keys that came lately.
  private var recent: [Int] = []
  private var nextRecent = 0

  init() {}

  /// The key's number; a key that is not known gets the next one.
  ///
  /// - Complexity: O(1).
  mutating func place(of key: Key) -> Int {
    for place in recent where keys[place] == key { return place }
    let place: Int
    if let known = places[key] {
      place = known
    } else {
      place = keys.count
      keys.append(key)
      places[key] = place
    }
    if recent.count < Self.recentMost {
      recent.append(place)
    } else {
      recent[nextRecent] = place
      nextRecent = (nextRecent + 1) % Self.recentMost
    }
    return place
  }
}

extension GroupPlaces: Sendable where Key: Sendable {}
