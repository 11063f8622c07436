// swift-tools-version: 6.2
import PackageDescription

// Durable appends with one caller and with many, interleaved in one run.
let package = Package(
  name: "append",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "vgledger", path: "../..")],
  targets: [
    .executableTarget(
      name: "append", dependencies: [.product(name: "Ledger", package: "vgledger")])
  ],
  swiftLanguageModes: [.v6]
)
