import Testing

@testable import Ledger

struct TimelineTests {
  /// The story's lines: seconds, until, word, detail, source, how many events.
  private static func lines(_ story: JobStory) throws -> [String] {
    let job = try #require(story.job)
    return Timeline(job, story.events).lines.map { line in
      func seconds(_ moment: Moment) -> Int64 { moment.milliseconds(since: .at(0)) / 1000 }
      let until = line.until.map { "-\(seconds($0))" } ?? ""
      return
        "\(seconds(line.at))\(until) \(line.word) | \(line.detail) | \(line.source) ×\(line.count)"
    }
  }

  @Test("A job's story is told line by line, and the end stands where it lies")
  func story() throws {
    var declaration = Declaration.sample
    declaration.submitted = StatedMoment(.at(-2), width: 1)
    declaration.by = "ada"
    var story = JobStory(declaration)
    story.poll(1, .said(.queued) { $0.providerStatus = "queued" })
    for second in [Int64(2), 3, 4] {
      story.poll(
        second,
        .said(.running) { observation in
          observation.providerStatus = "in_progress"
          observation.progress = Int(second) * 10
        })
    }
    story.tell(.statusUnreachable(Unreachable(cause: .timeout)), .poll, at: .at(5))
    story.tell(.statusUnreachable(Unreachable(cause: .timeout)), .poll, at: .at(6))
    story.deliver(9, .said(.succeeded))
    #expect(
      try Self.lines(story) == [
        "-2 submitted | as declared | client ×1",
        "0 tracked | by ada | person ×1",
        #"1 queued | "queued" | poll ×1"#,
        #"2 running | "in_progress", 20 % | poll ×1"#,
        "3-4 running | no change, at 40 % | poll ×2",
        "4-9 finished | in this gap | inferred ×1",
        "5-6 unreachable | no answer: timeout | poll ×2",
        "9 succeeded | no type | webhook ×1",
      ])
  }

  @Test("Repeats are folded, and never dropped: every event is in some line", arguments: [91, 92])
  func keepsEvents(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      var story = JobStory()
      for second in 0..<Int64.random(in: 0..<15, using: &generator) {
        let fact = SampleFacts.all.prefix(6).randomElement(using: &generator)
        story.tell(
          fact ?? .ledgerOther(.ledgerKey), .poll,
          at: .at(second + .random(in: -3...0, using: &generator)))
        if Bool.random(using: &generator) { story.poll(second, .said(.running)) }
      }
      let timeline = Timeline(try #require(story.job), story.events)
      let told = timeline.lines.filter { $0.first != nil }.reduce(0) { $0 + $1.count }
      #expect(told == story.events.count, "seed \(seed)")
    }
  }
}
