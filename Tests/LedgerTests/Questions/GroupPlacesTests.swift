import Testing

@testable import Ledger

struct GroupPlacesTests {
  @Test(
    "A key keeps its number, and new keys are numbered as they come", arguments: [1, 7, 8, 9, 300])
  func numbers(keys: Int) {
    var random = SeededGenerator(seed: UInt64(keys))
    var places = GroupPlaces<Int>()
    var naive: [Int] = []
    for _ in 0..<3000 {
      let key = Int.random(in: 0..<keys, using: &random)
      if !naive.contains(key) { naive.append(key) }
      #expect(places.place(of: key) == naive.firstIndex(of: key))
    }
    #expect(places.keys == naive)
  }
}
