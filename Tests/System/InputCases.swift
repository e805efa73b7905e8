/// A command line that is refused; `@` stands for the test's folder.
struct RefusedCase {
  var words: [String]
  var exit: Int32
  var code: String
  var http = 400
  var says: [String]

  init(
    _ words: [String], _ exit: Int32, _ code: String, _ http: Int = 400, _ says: String...
  ) {
    self.words = words
    self.exit = exit
    self.code = code
    self.http = http
    self.says = says
  }
}

private func address(_ name: String, _ prefix: String) -> [String] {
  ["create-address", name, "--address-type=local", "--prefix=\(prefix)"]
}

private func list(
  _ name: String, _ prefix: String, _ data: String, _ location: String, _ path: String
) -> [String] {
  [
    "create-address", name, "--address-type=inv", "--prefix=\(prefix)", "--data-type=\(data)",
    "--inv-location=\(location)", "--inv-path=\(path)",
  ]
}

private func job(
  _ name: String, _ from: String, _ to: String, _ more: String...
) -> [String] {
  [
    "create-job", name, "--src-address", from, "--dest-address", to, "--overwrite-mode=always",
    "--transfer-mode=all",
  ] + more
}

let refusedCases: [RefusedCase] = [
  // Names.
  .init(address("ab", "@/source/"), 1, "InvalidArgument", 400, "2 characters"),
  .init(
    address(String(repeating: "x", count: 64), "@/source/"), 1, "InvalidArgument", 400,
    "64 characters"),
  .init(address("bad name", "@/source/"), 1, "InvalidArgument", 400, "holds ' '"),
  .init(address("näme", "@/source/"), 1, "InvalidArgument", 400, "letters, digits"),
  .init(address("../etc", "@/source/"), 1, "InvalidArgument", 400, "letters, digits"),
  .init(address("src", "@/source/"), 1, "ImportAddressAlreadyExist", 409, "'src'"),
  .init(job("job", "dst", "src"), 1, "ImportJobAlreadyExist", 409, "'job'"),
  // Folders.
  .init(address("new", "@/source"), 1, "InvalidArgument", 400, "has to end with '/'"),
  .init(address("new", "source/"), 1, "InvalidArgument", 400, "not absolute"),
  .init(address("new", "@/source/../x/"), 1, "InvalidArgument", 400, "'..'"),
  .init(address("new", ""), 1, "MissingArgument", 400, "Prefix"),
  .init(address("new", "/proc/1/"), 1, "InvalidArgument", 400, "/proc/"),
  .init(address("new", "/sys/"), 1, "InvalidArgument", 400, "/sys/"),
  .init(address("new", "/dev/mapper/"), 1, "InvalidArgument", 400, "/dev/"),
  .init(address("new", "/"), 1, "InvalidArgument"),
  .init(address("new", "@/state/"), 1, "InvalidArgument", 400, "ferry's own folder"),
  .init(address("new", "@/state/ledgers/"), 1, "InvalidArgument", 400, "ferry's own folder"),
  .init(address("new", "@/etc/jobs.d/"), 1, "InvalidArgument", 400, "ferry's own folder"),
  .init(address("new", "@/run/"), 1, "InvalidArgument", 400, "ferry's own folder"),
  .init(address("new", "@/"), 1, "InvalidArgument", 400, "ferry's own folder"),
  .init(address("new", "@/state-link/"), 1, "InvalidArgument", 400, "ferry's own folder"),
  .init(
    ["create-address", "new", "--address-type=ftp", "--prefix=@/source/"], 1,
    "ImportAddressTypeInvalid", 400, "'ftp'", "are made by a file"),
  .init(
    list("new", "@/source/", "s3", "local", "@/list/m.json"), 1, "MissingArgument", 400,
    "AddressDetail.Bucket: has to be given"),
  .init(
    list("new", "@/source/", "local", "oss", "@/list/m.json"), 1, "InvalidArgument", 400,
    "AddressDetail.InvPath: has '/' at its start"),
  .init(
    list("new", "@/source/", "local", "local", "@/list/"), 1, "InvalidArgument", 400,
    "name the manifest in it"),
  .init(
    list("new", "@/source/", "local", "local", "@/state/m.json"), 1, "InvalidArgument", 400,
    "InvPath '@/state/'", "ferry's own folder"),
  .init(
    list("new", "@/source/", "local", "local", "@/state-link/m.json"), 1, "InvalidArgument", 400,
    "ferry's own folder"),
  .init(
    list("new", "/proc/1/", "local", "local", "@/source/m.json"), 1, "InvalidArgument", 400,
    "/proc/"),
  .init(
    address("new", "@/source/") + ["--inv-path=@/list/m.json"], 1, "InvalidArgument", 400,
    "AddressDetail.InvPath: does not go with type 'local'"),
  .init(
    list("new", "@/source/", "local", "local", "@/l/m.json") + ["--inv-bucket=b"], 1,
    "InvalidArgument", 400, "AddressDetail.InvBucket"),
  // Pairs.
  .init(job("new", "src", "nope"), 1, "NoSuchImportAddress", 404, "'nope'"),
  .init(job("new", "src", "src"), 1, "InvalidArgument", 400, "the same folder"),
  .init(job("new", "src", "inner"), 1, "InvalidArgument", 400, "lies inside the source"),
  .init(job("new", "inner", "src"), 1, "InvalidArgument", 400, "lies inside the destination"),
  .init(job("new", "src", "link"), 1, "InvalidArgument", 400, "lies inside the source"),
  .init(job("new", "link", "src"), 1, "InvalidArgument", 400, "lies inside the destination"),
  .init(job("new", "inner", "link"), 1, "InvalidArgument", 400, "the same folder"),
  // Schedules.
  .init(
    job("new", "src", "dst", "--start-cron-expression=0 0 25 * * *"), 1, "InvalidArgument", 400,
    "StartCronExpression: hour field, column 5", "\n0 0 25 * * *\n    ^^\n"),
  .init(
    job("new", "src", "dst", "--suspend-cron-expression=0 0 2 * *"), 1, "InvalidArgument", 400,
    "SuspendCronExpression"),
  .init(
    job("new", "src", "dst", "--start-cron-expression=0 0 2 * * *", "--time-zone=Mars/Base"), 1,
    "InvalidArgument", 400, "'Mars/Base'"),
  // What is not there.
  .init(["get-job", "nope"], 1, "NoSuchImportJob", 404, "'nope'"),
  .init(["start-job", "nope", "--wait"], 1, "NoSuchImportJob", 404, "'nope'"),
  .init(["next", "nope"], 1, "NoSuchImportJob", 404, "'nope'"),
  .init(["get-address", "nope"], 1, "NoSuchImportAddress", 404, "'nope'"),
  .init(["list-job-history", "job", "--runtime-id=9"], 1, "NoSuchImportJobRunTimeId", 404, "9"),
  // What files define.
  .init(["delete-job", "job", "--force"], 1, "InvalidArgument", 400, "@/etc/jobs.d/job.job"),
  .init(
    ["delete-address", "src", "--force"], 1, "InvalidArgument", 400,
    "@/etc/addresses.d/src.address"),
  .init(["delete-job", "job"], 1, "InvalidInput", 400, "y or n"),
  // Words.
  .init(["strat-job", "job"], 64, "InvalidCommand", 400, "did you mean 'start-job'?"),
  .init(["start-job"], 64, "InvalidCommand", 400, "needs a NAME"),
  .init(["start-job", "job", "job"], 64, "InvalidCommand", 400, "unexpected argument"),
  .init(
    ["start-job", "job", "--wiat"], 64, "InvalidCommand", 400, "'--wiat'",
    "did you mean '--wait'?"),
  .init(["create-job", "new"], 64, "InvalidCommand", 400, "--src-address"),
  .init(["list-job", "--count=0"], 64, "InvalidCommand", 400, "1 to 100"),
  .init(
    ["update-qos", "job", "--max-bandwidth=fast", "--max-qps=1"], 64, "InvalidCommand", 400,
    "'fast'"),
  .init(
    ["update-qos", "job", "--max-bandwidth=99999999999999999999", "--max-qps=1"], 64,
    "InvalidCommand", 400, "99999999999999999999"),
  .init(job("new", "src", "dst", "--create-report"), 64, "InvalidCommand", 400, "not served"),
  // Retries, failures and families.
  .init(["retry-job", "none"], 1, "NoSuchImportJob", 404, "'none'"),
  .init(["retry-job", "job", "--wait", "--no-start"], 64, "InvalidCommand", 400, "--no-start"),
  .init(["get-job-status", "none"], 1, "NoSuchImportJob", 404, "'none'"),
  .init(["failed", "none"], 1, "NoSuchImportJob", 404, "'none'"),
  .init(["failed", "job", "--run=9"], 1, "NoSuchImportJobRunTimeId", 404, "9"),
  .init(["failed", "job", "--run=0"], 64, "InvalidCommand", 400, "1 or more"),
  .init(["failed", "job", "--all", "--inventory=@/new"], 64, "InvalidCommand", 400, "--all"),
  .init(["failed", "job", "--inventory=@/new"], 1, "HistoryIsEmpty", 400, "no run"),
  .init(["list-job", "--parent-name=none"], 1, "NoSuchImportJob", 404, "'none'"),
  .init(
    job("new", "src", "dst", "--parent-version=none"), 1, "NoSuchImportJobParent", 404, "'none'"),
  .init(
    job("new", "src", "dst", "--parent-version=x", "--start-cron-expression=0 0 2 * * *"), 1,
    "InvalidArgument", 400, "no schedule of its own"),
  .init(job("new", "src", "dst", "--auto-retry=perhaps"), 64, "InvalidCommand", 400, "yes, no"),
  .init(
    job("new", "src", "dst", "--retry-backoff=1h..1m"), 64, "InvalidCommand", 400,
    "the shorter one comes first"),
  .init(job("new", "src", "dst", "--max-retry-depth=101"), 64, "InvalidCommand", 400, "1 to 100"),
  .init(job("new", "src", "dst", "--keep-runs=0"), 64, "InvalidCommand", 400, "1 to 1000000"),
  .init(job("new", "src", "dst", "--keep-days=36501"), 64, "InvalidCommand", 400, "1 to 36500"),
]

/// A file with a mistake; `@` stands for the test's folder.
let fileCases: [(file: String, place: String, text: String, says: [String])] = [
  (
    "jobs.d/wrong.job", "2:1",
    "[Job]\nSorce=src\nSource=src\nDestination=dst\nOverwriteMode=never\n",
    ["unknown key 'Sorce' in [Job]; did you mean 'Source'?"]
  ),
  (
    "jobs.d/wrong.job", "1:1", "[Jobb]\nSource=src\n",
    ["unknown section", "did you mean"]
  ),
  (
    "jobs.d/wrong.job", "6:11",
    """
    [Job]
    Source=src
    Destination=dst
    OverwriteMode=never
    [Schedule]
    Start=0 0 25 * * *

    """,
    ["hour field", "\n0 0 25 * * *\n    ^^"]
  ),
  (
    "jobs.d/wrong.job", "3:13", "[Job]\nSource=src\nDestination=dts\nOverwriteMode=never\n",
    ["there is no address 'dts'", "did you mean 'dst'?"]
  ),
  (
    "jobs.d/wrong.job", "4:15",
    "[Job]\nSource=src\nDestination=dst\nOverwriteMode=sometimes\n",
    ["'sometimes'", "always, never"]
  ),
  (
    "jobs.d/wrong.job", "3:13", "[Job]\nSource=src\nDestination=src\nOverwriteMode=never\n",
    ["the same folder"]
  ),
  ("jobs.d/x.job", "1:1", "[Job]\nSource=src\n", ["characters"]),
  (
    "addresses.d/wrong.address", "3:8", "[Address]\nType=local\nPrefix=@/source\n",
    ["has to end with '/'"]
  ),
  (
    "addresses.d/wrong.address", "3:8", "[Address]\nType=local\nPrefix=/proc/\n",
    ["/proc/"]
  ),
  (
    "addresses.d/wrong.address", "3:8", "[Address]\nType=local\nPrefix=@/etc/\n",
    ["ferry's own folder"]
  ),
  ("addresses.d/wrong.address", "2:6", "[Address]\nType=locl\nPrefix=/srv/\n", ["'locl'"]),
  (
    "jobs.d/wrong.job", "7:9",
    """
    [Job]
    Source=src
    Destination=dst
    OverwriteMode=never
    [Retry]
    Auto=no
    Backoff=1h..1m

    """,
    ["'1h..1m'", "the shorter one comes first"]
  ),
  ("ferryd.conf", "2:10", "[History]\nKeepRuns=0\n", ["1 to 1000000"]),
  ("ferryd.conf", "2:16", "[Daemon]\nMaxRunningJobs=many\n", ["'many'"]),
  ("ferryd.conf", "1:1", "MaxRunningJobs=3\n", []),
]
