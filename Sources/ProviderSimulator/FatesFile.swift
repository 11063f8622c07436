import FoundationEssentials
import SystemPackage

/// A job that exists from the start, under an id that is known beforehand.
struct ScriptedJob: Equatable, Sendable {
  let dialect: Dialect
  let id: String
  let order: JobOrder
}

/// What is wrong with a fates file, and where.
struct FatesFileError: Error, Equatable, CustomStringConvertible {
  /// Such as `jobs[3].fate`; empty for the file as a whole.
  var place = ""
  let problem: String

  var description: String { place.isEmpty ? problem : "\(place): \(problem)" }
}

/// The file of `--fates`: a JSON object whose `jobs` are scripted.
struct FatesFile: Equatable, Sendable {
  let jobs: [ScriptedJob]

  private struct Content: Decodable {
    var jobs: [Job]
  }

  private struct Job: Decodable {
    var dialect: String
    var id: String
    var model: String?
    var prompt: String?
    var seconds: Int?
    var size: String?
    var samples: Int?
    var storageURI: String?
    var fate: String?
    var takes: Int?

    enum CodingKeys: String, CodingKey {
      case dialect, id, model, prompt, seconds, size, samples, fate, takes
      case storageURI = "storage_uri"
    }
  }

  init(contentsOf path: String) throws(FatesFileError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw FatesFileError(problem: "the file cannot be read")
    }
    try self.init(data)
  }

  init(_ data: Data) throws(FatesFileError) {
    let content: Content
    do {
      content = try JSONDecoder().decode(Content.self, from: data)
    } catch let error as DecodingError {
      throw FatesFileError(error)
    } catch {
      throw FatesFileError(problem: "not JSON")
    }
    var jobs: [ScriptedJob] = []
    var places: [String: Int] = [:]
    for (index, job) in content.jobs.enumerated() {
      let scripted = try Self.read(job, place: "jobs[\(index)]")
      let key = "\(scripted.dialect.rawValue) \(scripted.id)"
      if let first = places.updateValue(index, forKey: key) {
        throw FatesFileError(place: "jobs[\(index)].id", problem: "the same as in jobs[\(first)]")
      }
      jobs.append(scripted)
    }
    self.jobs = jobs
  }

  private static func read(_ job: Job, place: String) throws(FatesFileError) -> ScriptedJob {
    func bad(_ member: String, _ problem: String) -> FatesFileError {
      FatesFileError(place: "\(place).\(member)", problem: problem)
    }
    guard let dialect = Dialect(rawValue: job.dialect) else {
      throw bad("dialect", "there is no dialect '\(job.dialect)'")
    }
    guard dialect.isName(job.id) else {
      throw bad("id", "'\(job.id)' is not a name of \(dialect.rawValue)")
    }
    guard let fate = Fate(rawValue: job.fate ?? Fate.success.rawValue) else {
      throw bad("fate", "there is no fate '\(job.fate ?? "")'")
    }
    var order = JobOrder(
      model: job.model ?? dialect.model(inName: job.id) ?? dialect.usualModel, prompt: job.prompt,
      seconds: job.seconds ?? dialect.usualSeconds)
    order.fate = fate
    order.size = job.size ?? order.size
    order.samples = job.samples ?? 1
    order.storageURI = job.storageURI
    order.takes = job.takes.map { .seconds($0) } ?? JobOrder.usualTakes
    guard (1...86_400).contains(job.takes ?? 60) else { throw bad("takes", "must be 1 to 86400") }
    guard (1...4).contains(order.samples) else { throw bad("samples", "must be 1 to 4") }
    guard order.seconds > 0 else { throw bad("seconds", "must be 1 or more") }
    if let uri = job.storageURI, !uri.hasPrefix("gs://") {
      throw bad("storage_uri", "must begin with gs://")
    }
    return ScriptedJob(dialect: dialect, id: job.id, order: order)
  }
}

extension FatesFileError {
  fileprivate init(_ error: DecodingError) {
    switch error {
    case .keyNotFound(let key, let context):
      self.init(path: context.codingPath + [key], problem: "is missing")
    case .typeMismatch(let type, let context):
      self.init(path: context.codingPath, problem: "is not of type \(type)")
    case .valueNotFound(let type, let context):
      self.init(path: context.codingPath, problem: "is null, not of type \(type)")
    case .dataCorrupted(let context):
      self.init(path: context.codingPath, problem: "not JSON: \(context.debugDescription)")
    @unknown default:
      self.init(problem: "not JSON")
    }
  }

  private init(path: [any CodingKey], problem: String) {
    let place = path.reduce(into: "") { place, key in
      if let index = key.intValue {
        place += "[\(index)]"
      } else {
        place += place.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
    self.init(place: place, problem: problem.replacing("\n", with: " "))
  }
}
