internal import Ledger
internal import Providers

/// The answer of `at-risk`.
struct AtRiskScreen {
  static let schema = AnswerSchema(
    name: "at-risk", title: "Videos that will be lost, the most urgent first.", kind: .report,
    fields: [
      Field("key", .text, "Short key of the job."),
      Field("id", .text, "The provider's own id of the job."),
      Field("account", .text, "The account."),
      Field("model", .optional(.text), "The model."),
      Field("project", .optional(.text), "The project."),
      Field("index", .whole, "Which of the job's videos, from 0."),
      Field("expires_at", .moment, "When it is lost."),
      Field("left_ms", .whole, "How long until then, in milliseconds."),
      Field(
        "basis", .word(["provider", "rule"]),
        "Who says so: the provider of this video, or the rule of its documentation."),
      Field("command", .text, "The command that saves it."),
    ],
    totals: [
      Field("at_risk", .whole, "Videos that will be lost."),
      Field("lost", .whole, "Unsaved videos that are lost by now."),
      Field("unknown", .whole, "Unsaved videos of which nobody says how long they are kept."),
    ])

  static let columns: [Table.Column] = [
    .init(name: "ID"), .init(name: "VIDEO", alignment: .right, rank: 2),
    .init(name: "LOST IN", alignment: .right), .init(name: "SAYS", rank: 1),
    .init(name: "MODEL", rank: 3, widthMost: 28), .init(name: "PROJECT", rank: 0, widthMost: 20),
    .init(name: "SAVE IT WITH"),
  ]

  let style: Style
  let now: Moment
  let times: TimeDisplay
  let hasWideIDs: Bool

  private func left(_ video: VideosAtRisk.Row) -> Int64 {
    video.life.expires.milliseconds(since: now)
  }

  private func command(_ key: String) -> String { "vgledger download \(key)" }

  private func basis(_ video: VideosAtRisk.Row) -> String {
    video.life.isStated ? "provider" : "rule"
  }

  func members(_ video: VideosAtRisk.Row) -> [(String, JSON)] {
    let job = video.job
    return [
      ("key", .string(job.key.text)), ("id", .string(job.nativeID)),
      ("account", .string(job.account)), ("model", .optional(job.model)),
      ("project", .optional(job.project)), ("index", .number(String(video.index))),
      ("expires_at", .string(video.life.expires.rfc3339)),
      ("left_ms", .number(String(left(video)))), ("basis", .string(basis(video))),
      ("command", .string(command(job.key.text))),
    ]
  }

  func cells(_ video: VideosAtRisk.Row, _ key: ShortKey) -> [Table.Cell] {
    let left = left(video)
    let paint: Style.Paint? = left < 3_600_000 ? .red : nil
    return [
      hasWideIDs ? .init(key.whole) : key.cell, .init(String(video.index + 1)),
      .init(Words.duration(left / 1000 * 1000), paint), .init(basis(video)),
      .init(video.job.model ?? "?"), .init(video.job.project ?? ""),
      .init(command(key.text)),
    ]
  }

  static func totals(_ videos: VideosAtRisk) -> [(String, JSON)] {
    [
      ("at_risk", .number(String(videos.rows.count))), ("lost", .number(String(videos.lost))),
      ("unknown", .number(String(videos.unknown))),
    ]
  }

  /// `3 videos will be lost · 2 unsaved ones are lost · of 1 nobody says how long it is kept`.
  func foot(_ videos: VideosAtRisk) -> String {
    let count = videos.rows.count
    var parts = [
      count == 0
        ? "no unsaved video is known to be lost soon"
        : "\(count) video\(count == 1 ? "" : "s") will be lost"
    ]
    if videos.lost > 0 { parts.append("\(videos.lost) unsaved lost already") }
    if videos.unknown > 0 {
      parts.append("\(videos.unknown) unsaved of which nobody says how long they are kept")
    }
    return parts.joined(separator: ", ")
  }
}
