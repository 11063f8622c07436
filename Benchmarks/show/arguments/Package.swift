// swift-tools-version: 6.2
import PackageDescription

// The least that a static Swift program with a command line can take: it parses and prints.
let package = Package(
  name: "arguments",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .executableTarget(
      name: "arguments",
      dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")])
  ],
  swiftLanguageModes: [.v6]
)
