// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(
  name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "_CryptoExtras", package: "swift-crypto")
let fileSystem = Target.Dependency.product(name: "_NIOFileSystem", package: "swift-nio")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(
  name: "HummingbirdTesting", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let realModule = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let serviceLifecycle = Target.Dependency.product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
  name: "vgledger",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Ledger", targets: ["Ledger"]),
    .library(name: "Providers", targets: ["Providers"]),
    .library(name: "Poller", targets: ["Poller"]),
    .executable(name: "vgledger", targets: ["vgledger"]),
    .executable(name: "provider-simulator", targets: ["ProviderSimulator"]),
    .executable(name: "polling-benchmark", targets: ["PollingBenchmark"]),
    .executable(name: "integrity-benchmark", targets: ["IntegrityBenchmark"]),
    .executable(name: "reliability-check", targets: ["ReliabilityCheck"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .systemLibrary(name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
    .target(name: "CMapFault", dependencies: ["CLMDB"]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: settings),
    .target(
      name: "Ledger", dependencies: ["CLMDB", "CMapFault", crypto, systemPackage],
      swiftSettings: settings),
    .target(
      name: "Providers", dependencies: ["Ledger", crypto, cryptoExtras], swiftSettings: settings),
    .target(
      name: "Poller",
      dependencies: [
        "Ledger", "Providers", asyncHTTPClient, crypto, fileSystem, heap, httpTypes, hummingbird,
        hummingbirdCore, logging, nioCore, nioHTTP1, nioHTTPTypes, nioPosix, nioSSL, realModule,
        serviceLifecycle, systemPackage,
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "vgledger",
      dependencies: [
        "Ledger", "Poller", "Providers", "SQLite", argumentParser, logging, serviceLifecycle,
        signals, systemPackage,
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "ProviderSimulator",
      dependencies: [
        argumentParser, crypto, cryptoExtras, httpTypes, hummingbird, logging, nioCore, nioHTTP1,
        nioHTTPTypes, nioPosix, serviceLifecycle, systemPackage,
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "PollingBenchmark", dependencies: ["Ledger", "Poller", argumentParser, realModule],
      path: "Benchmarks/polling", swiftSettings: settings),
    .executableTarget(
      name: "IntegrityBenchmark", dependencies: ["Ledger", argumentParser, crypto],
      path: "Benchmarks/integrity", exclude: ["append.py", "run.sh", "replay.c", "trace.c"],
      swiftSettings: settings),
    .executableTarget(
      name: "ReliabilityCheck", dependencies: ["Ledger", argumentParser],
      path: "Tests/reliability", exclude: ["README.md", "recorder"],
      swiftSettings: settings),
    .testTarget(name: "SQLiteTests", dependencies: ["SQLite"], swiftSettings: settings),
    .testTarget(
      name: "LedgerTests", dependencies: ["Ledger"], exclude: ["Ledgers"], swiftSettings: settings),
    .testTarget(
      name: "ProvidersTests", dependencies: ["Ledger", "Providers", crypto, cryptoExtras],
      swiftSettings: settings),
    .testTarget(
      name: "PollerTests",
      dependencies: [
        "Ledger", "Poller", "Providers", asyncHTTPClient, crypto, cryptoExtras, httpTypes,
        hummingbird, nioCore, nioHTTP1, nioPosix,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "VgledgerTests",
      dependencies: [
        "vgledger", "ProviderSimulator", "Ledger", "Poller", "Providers", "SQLite", asyncHTTPClient,
        crypto, nioCore, nioHTTP1,
      ],
      exclude: ["Screens"],
      swiftSettings: settings),
    .testTarget(
      name: "ProviderSimulatorTests",
      dependencies: [
        "ProviderSimulator", crypto, cryptoExtras, httpTypes, hummingbird, hummingbirdTesting,
        logging,
      ],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
