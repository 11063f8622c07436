import Providers

@testable import Ledger

/// Sound inputs, from which mutations start.
enum MutationSamples {
  static func key() throws -> NoteSigningKey {
    try NoteSigningKey(name: "studio-a/main", privateKey: [UInt8](repeating: 7, count: 32))
  }

  static let records: [Record] = {
    let observation = {
      var observation = Observation(state: .failed)
      observation.errorText = "refused"
      observation.assets = [Asset(uri: "https://a.example/1"), Asset(variant: "thumbnail")]
      return observation
    }()
    var declaration = Declaration(
      account: "sora", nativeID: "video_1", dialect: "openai-videos")
    declaration.prompt = PromptRecord("a red car", policy: .full)
    declaration.labels = [Label(name: "shot", value: "3")]
    let facts: [Fact] = [
      .jobTracked(declaration),
      .statusObserved(Answer(httpStatus: 400, body: Array("{}".utf8)), observation),
      .statusUnreachable(Unreachable(cause: .timeout)),
      .ledgerRedacted(Redaction([.prompt], records: 3)),
      .ledgerCheckpoint(Publication(size: 9, root: .leaf([1]), places: ["/a"])),
    ]
    return facts.map { fact in
      let parts = fact.privateContents.map { content in
        PrivatePart(tag: content.tag, salt: [UInt8](repeating: 1, count: 16), bytes: content.bytes)
      }
      return Record(
        fact, source: .poll, marks: [], job: JobNumber(rawValue: 2), recorded: Moment(rawValue: 5),
        observed: Moment(rawValue: 4), parts: parts)
    }
  }()

  static let provedRecords = Set(records.map(\.canonical))

  private static let leaves = records.map(\.leafHash)

  static let checkpointTexts: Set<String> = Set(notes.map(\.text))

  private static let notes: [SignedNote] = (1...leaves.count).compactMap { size in
    var tree = TreeFrontier()
    for leaf in leaves.prefix(size) { tree.append(leaf) }
    let checkpoint = try? Checkpoint(
      origin: "studio-a/main", size: UInt64(size), root: tree.root,
      extensions: size == 2 ? ["tool x"] : [])
    return checkpoint.flatMap { checkpoint in try? checkpoint.signed(by: key()) }
  }

  private static let proofs: [LogProof] = records.indices.flatMap { index -> [LogProof] in
    guard let note = notes.last else { return [] }
    var tiles = TreeTiles(size: UInt64(leaves.count)) { tile throws(Never) in
      tile == TileCoordinate(level: 0, number: 0) ? leaves : []
    }
    let hashes = tiles.inclusionProof(of: UInt64(index), inFirst: UInt64(leaves.count))
    return hashes.map {
      [LogProof(extra: records[index].canonical, index: UInt64(index), hashes: $0, note: note)]
    } ?? []
  }

  static func of(_ decoder: MutatedDecoder) -> [[UInt8]] {
    switch decoder {
    case .record: records.map(\.stored)
    case .checkpoint: notes.map(\.bytes)
    case .proof: proofs.map(\.bytes)
    case .importLine, .filter, .configuration, .webhookBody: texts(decoder).map { Array($0.utf8) }
    }
  }

  private static func texts(_ decoder: MutatedDecoder) -> [String] {
    switch decoder {
    case .record, .checkpoint, .proof: []
    case .importLine:
      [
        #"{"id":"video_1","object":"video","status":"completed","created_at":1712697600,"model":"sora-2","seconds":"8","size":"1280x720","progress":100}"#
          + "\n",
        #"{"name":"models/veo-3.0-generate-001/operations/abc","done":true,"response":{"generateVideoResponse":{"generatedSamples":[{"video":{"uri":"https://a.example/1"}}]}}}"#
          + "\n",
        #"{"account":"sora","job":"video_1","observed_at":"2026-07-01T12:00:00Z","http_status":200,"declared":{"model":"sora-2","seconds":8},"body":"{\"id\":\"video_1\",\"status\":\"queued\"}"}"#
          + "\n",
        "id;model;status\nvideo_1;sora-2;completed\nvideo_2;\"so\"\"ra\";failed\n",
        "id,model,prompt,cost\nvideo_1,sora-2,\"a, b\",0.80\n",
      ]
    case .filter:
      [
        "state:failed,filtered not:model:sora-2 since:30d took:2m.. cost:1..5",
        "project:acme label.shot=3 reason:output.video_safety on:yesterday",
        "period:last-month provider:veo,sora by:ada",
      ]
    case .configuration:
      [
        """
        // comment
        { timezone: "Europe/Berlin", privacy: { prompts: 'hash' }, poll: { min: "2s", max: "120s" },
          checkpoint: { every: "1d", to: ["/mnt/a", "~/b"] }, budget: { month: "500.00 USD" },
          accounts: { veo: { key_command: ["pass", "show"] }, sora: { retired: "2026-09-24" },
            gateway: { dialect: "openai-videos", base_url: "https://gateway.example/v1", }, },
          profiles: { acme: { ledger: "~/acme" } }, }
        """
      ]
    case .webhookBody:
      [
        #"{"id":"evt_1","object":"event","created_at":1712697600,"type":"video.completed","data":{"id":"video_1"}}"#,
        #"{"type":"video.failed","data":{"id":"video_2","error":{"code":"moderation_blocked","message":"no \u00fc"}}}"#,
        #"{"type":"video.generated","data":{"object":{"id":"models/veo/operations/abc"}}}"#,
      ]
    }
  }
}
