import Testing

@testable import Ledger

struct EventRecordTests {
  @Test("Every part gets a salt of its own, and no draft gets another's")
  func salts() throws {
    var generator = SeededGenerator(seed: 1)
    var salts: Set<[UInt8]> = []
    var parts = 0
    for fact in SampleFacts.all {
      let draft = EventDraft(subject: .job(.sample), source: .poll, fact: fact)
      for part in try PreparedEvent(draft, random: &generator).parts {
        guard case .present(let salt, _) = part.content else { continue }
        salts.insert(salt)
        parts += 1
      }
    }
    #expect(salts.count == parts)
    #expect(salts.allSatisfy { $0.count == PrivatePart.saltByteCount })
  }

  @Test("The same draft prepared twice has other commitments, so equal prompts cannot be told")
  func hidesEquality() throws {
    var generator = SeededGenerator(seed: 2)
    let draft = EventDraft.observed(at: nil)
    let first = try PreparedEvent(draft, random: &generator)
    let second = try PreparedEvent(draft, random: &generator)
    #expect(first.parts.map(\.commitment) != second.parts.map(\.commitment))
  }

  @Test(
    "A declared prompt is tracked with the job, unless the answer itself brings one",
    arguments: [
      (nil, "fox"), ("fox", nil), ("wolf", nil),
    ] as [(String?, String?)])
  func prompts(said: String?, tracked: String?) throws {
    var declaration = Declaration.sample
    declaration.prompt = PromptRecord("fox", policy: .full)
    var observation = Observation.said(.running)
    observation.prompt = said.flatMap { PromptRecord($0, policy: .full) }
    var generator = SeededGenerator(seed: 3)
    let prepared = try PreparedEvent(
      .observed(declaration, at: nil, .ok(), observation), random: &generator)
    let tracking = try #require(try prepared.tracking(&generator))
    #expect(tracking.parts.map(\.text) == [tracked].filter { $0 != nil })
  }
}
