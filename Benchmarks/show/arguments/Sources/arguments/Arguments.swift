import ArgumentParser

@main
struct Arguments: ParsableCommand {
  @Argument var job: String

  func run() { print("show", job) }
}
