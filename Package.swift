// swift-tools-version: 6.2

import PackageDescription

// One section per target, in the order in which a job passes through them: a target may
// depend only on what stands above it. `make lint` builds with the explicit import check, so an
// import that is not declared here fails.

let common: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
]

/// The pure targets hold no pointer at all, and the compiler says so.
let pure = common + [.strictMemorySafety()]

let package = Package(
  name: "ferry",
  products: [
    .executable(name: "ferryd", targets: ["ferryd"]),
    .executable(name: "ferry", targets: ["ferry"]),
    .executable(name: "ferry-bench", targets: ["ferry-bench"]),
  ],
  targets: [
    // C modules.
    .target(name: "CLinux"),
    .target(name: "CBenchFloor"),
    .target(name: "CCRC64"),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
      name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
    .systemLibrary(
      name: "CMicrohttpd", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-gnutls-dev"])]),
    .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
    .systemLibrary(name: "CGnuTLS", pkgConfig: "gnutls", providers: [.apt(["libgnutls28-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    // RE2 has a C++ interface only.
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),

    // The pure core: rules over values, and the loop that knows ports only.
    .target(name: "Calendar", swiftSettings: pure),
    .testTarget(
      name: "CalendarTests", dependencies: ["Calendar", "TestSupport"], swiftSettings: common),
    .target(name: "Migration", dependencies: ["Calendar"], swiftSettings: pure),
    .testTarget(
      name: "MigrationTests", dependencies: ["Calendar", "Migration", "TestSupport"],
      swiftSettings: common),

    .target(name: "Engine", dependencies: ["Calendar", "Migration"], swiftSettings: pure),

    // What is kept: the store is the loop's port over SQLite.
    .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: common),
    .testTarget(
      name: "SQLiteTests", dependencies: ["SQLite", "TestSupport"], swiftSettings: common),
    .target(
      name: "Store", dependencies: ["Calendar", "Engine", "Migration", "SQLite"],
      swiftSettings: common),
    .testTarget(
      name: "StoreTests",
      dependencies: ["Calendar", "Engine", "Migration", "SQLite", "Store", "TestSupport"],
      swiftSettings: common),

    .testTarget(
      name: "EngineTests",
      dependencies: ["Calendar", "Engine", "Migration", "Store", "TestSupport"],
      swiftSettings: common),

    // Bytes in other forms: gzip, and digests.
    .target(name: "Codecs", dependencies: ["CCRC64", "CNettle", "CZlib"], swiftSettings: common),
    .testTarget(
      name: "CodecsTests", dependencies: ["Codecs", "TestSupport"], swiftSettings: common),

    // Patterns of object keys.
    .target(name: "Patterns", dependencies: ["CRE2"], swiftSettings: common),
    .testTarget(
      name: "PatternsTests", dependencies: ["Patterns", "TestSupport"], swiftSettings: common),

    // The machine underneath.
    .target(
      name: "Platform", dependencies: ["Calendar", "CLinux", "CSystemd"], swiftSettings: common),
    .testTarget(
      name: "PlatformTests", dependencies: ["Calendar", "Platform", "TestSupport"],
      swiftSettings: common),

    // Requests to servers elsewhere.
    .target(
      name: "HTTP", dependencies: ["CCurl", "CGnuTLS", "CLinux"], swiftSettings: common),
    .testTarget(
      name: "HTTPTests", dependencies: ["CLinux", "HTTP", "TestSupport"], swiftSettings: common),

    // What is secret: ciphers and digests, and where an address's secret comes from.
    .target(
      name: "Signing", dependencies: ["Calendar", "CGnuTLS", "Platform"], swiftSettings: common),
    .testTarget(
      name: "SigningTests", dependencies: ["Calendar", "Platform", "Signing", "TestSupport"],
      swiftSettings: common),
    .target(
      name: "Secrets", dependencies: ["Migration", "Platform", "Signing"], swiftSettings: common),
    .testTarget(
      name: "SecretsTests",
      dependencies: ["Calendar", "Migration", "Platform", "Secrets", "Signing", "TestSupport"],
      swiftSettings: common),

    // Object stores: what S3 and its kin are asked and what they answer.
    .target(
      name: "S3",
      dependencies: [
        "Calendar", "CExpat", "Codecs", "HTTP", "Migration", "Platform", "Signing",
      ],
      swiftSettings: common),
    .testTarget(
      name: "S3Tests",
      dependencies: [
        "Calendar", "Codecs", "HTTP", "Migration", "Platform", "S3", "Signing", "TestSupport",
      ],
      swiftSettings: common),

    // What nothing else reaches: rclone as a private daemon.
    .target(
      name: "Rclone",
      dependencies: [
        "Calendar", "CLinux", "CNettle", "HTTP", "Migration", "Platform", "S3",
      ],
      swiftSettings: common),
    .testTarget(
      name: "RcloneTests",
      dependencies: ["Migration", "Platform", "Rclone", "TestSupport"],
      swiftSettings: common),

    // What is moved.
    .target(
      name: "Transfer",
      dependencies: [
        "Calendar", "CLinux", "Codecs", "HTTP", "Migration", "Patterns", "Platform", "Rclone",
        "S3", "Signing", "Store",
      ],
      swiftSettings: common),
    .testTarget(
      name: "TransferTests",
      dependencies: [
        "Calendar", "CLinux", "Codecs", "Migration", "Store", "TestSupport", "Transfer",
      ],
      swiftSettings: common),

    // Shapes and text.
    .target(name: "Wire", dependencies: ["Calendar", "Migration"], swiftSettings: pure),
    .testTarget(
      name: "WireTests", dependencies: ["Calendar", "Migration", "TestSupport", "Wire"],
      swiftSettings: common),
    .target(
      name: "Server",
      dependencies: [
        "Calendar", "CExpat", "CLinux", "CMicrohttpd", "Codecs", "Migration", "Platform",
        "Signing", "Wire",
      ],
      swiftSettings: common),
    .testTarget(
      name: "ServerTests",
      dependencies: [
        "Calendar", "CLinux", "Migration", "Platform", "Server", "Signing", "TestSupport", "Wire",
      ],
      swiftSettings: common),

    // Lists of objects as files.
    .target(
      name: "Inventory", dependencies: ["Codecs", "Platform", "Wire"],
      swiftSettings: common),
    .testTarget(
      name: "InventoryTests", dependencies: ["Inventory", "TestSupport", "Wire"],
      swiftSettings: common),

    // The configuration's files: which count, what they say, and what there is to tell of them.
    .target(
      name: "Configuration",
      dependencies: ["Calendar", "Engine", "Migration", "Patterns", "Platform", "Wire"],
      swiftSettings: common),
    .testTarget(
      name: "ConfigurationTests",
      dependencies: [
        "Calendar", "Configuration", "Engine", "Migration", "Platform", "TestSupport", "Wire",
      ],
      swiftSettings: common),

    // What can be wrong with a machine that ferryd runs on.
    .target(
      name: "Doctor", dependencies: ["CLinux", "Platform", "Wire"], swiftSettings: common),
    .testTarget(
      name: "DoctorTests", dependencies: ["Doctor", "Platform", "TestSupport", "Wire"],
      swiftSettings: common),

    // Composition.
    .executableTarget(
      name: "ferryd",
      dependencies: [
        "Calendar", "CCurl", "Configuration", "Doctor", "Engine", "HTTP", "Inventory",
        "Migration", "Patterns", "Platform", "Rclone", "S3", "Secrets", "Server", "Signing",
        "SQLite", "Store", "Transfer", "Wire",
      ],
      swiftSettings: common),
    .executableTarget(
      name: "ferry",
      dependencies: [
        "Calendar", "Configuration", "Doctor", "Inventory", "Migration", "Platform", "Store",
        "Wire",
      ],
      swiftSettings: common),
    .executableTarget(
      name: "ferry-bench",
      dependencies: [
        "Calendar", "CBenchFloor", "CCRC64", "CLinux", "Codecs", "CZlib", "Engine", "HTTP",
        "Migration", "Platform", "S3", "Signing", "Store", "Transfer",
      ],
      swiftSettings: common),

    // Tests that need more than one target.
    .target(name: "TestSupport", path: "Tests/Support", swiftSettings: common),
    .testTarget(
      name: "SystemTests", dependencies: ["SQLite", "Store", "TestSupport"], path: "Tests/System",
      swiftSettings: common),
  ],
  cxxLanguageStandard: .cxx17
)
