/// Every verb and flag of the command line: parsing, help and completion read this one table.
public enum CommandTable {
  /// The flags that every verb takes.
  public static let common = [
    Flag("json", .toggle, "answer with mgwutil's JSON envelope"),
    Flag("text", .toggle, "answer with text for people (the default of ferry)"),
    Flag("socket", .value("PATH"), "the daemon's socket; else $FERRY_SOCKET, else the default"),
    Flag("help", .toggle, "tell how the verb is used"),
  ]

  /// The verbs in the order in which help tells them.
  public static let verbs = [
    createAddress, updateAddress,
    Verb(.getAddress, "NAME", "show an address"),
    Verb(.listAddress, nil, "list addresses, by name", isList: true, page),
    Verb(.verifyAddress, "NAME", "try whether the daemon can use an address now"),
    Verb(.deleteAddress, "NAME", "delete an address that no job uses", [force]),
    createJob,
    Verb(
      .getJob, "NAME", "show a job",
      [Flag("by-version", .toggle, "NAME is the job's ID (its Version)")]),
    Verb(.getJobStatus, "NAME", "tell how a job's newest run stands, and whether to retry it"),
    Verb(
      .listJob, nil, "list jobs, newest first", isList: true,
      page + [
        Flag("parent-name", .value("JOB"), "only the sub-jobs of this job"),
        Flag("all", .toggle, "sub-jobs too"),
      ]),
    Verb(
      .listJobHistory, "NAME", "list what the job's runs did, newest first",
      [Flag("runtime-id", .value("N"), "only this run")]),
    Verb(
      .startJob, "NAME", "start a job, or go on with its paused run",
      [
        wait,
        Flag("dry-run", .toggle, "start nothing; tell what a run would copy and what would fail"),
        Flag("all", .toggle, "with --dry-run: tell what it would skip, too"),
      ]),
    Verb(.pauseJob, "NAME", "pause a job's run; start-job goes on with it", [wait]),
    Verb(.closeJob, "NAME", "end a job's run early", [wait]),
    Verb(.watch, "NAME", "show how a job's run goes on, until it rests"),
    retryJob, failed, logs,
    Verb(
      .updateQos, "NAME", "change a job's limits, also while it runs",
      [
        Flag("max-bandwidth", .value("BIT/S"), bandwidthHelp, required: true),
        Flag("max-qps", .value("N"), qpsHelp, required: true),
        Flag(
          "keep-windows", .toggle,
          "leave the job's throttle windows in force; else these limits hold all day"),
      ]),
    updateJob,
    Verb(.enable, "NAME", "put a job's schedule in force again", [note]),
    Verb(
      .disable, "NAME",
      "let both rules of a job's schedule rest, also while a run goes on; start-job still works",
      [note]),
    Verb(
      .deleteJob, "NAME", "delete a job and its history",
      [
        force,
        Flag("cascade-delete", .toggle, "delete its sub-jobs too"),
      ]),
    next,
    check, catConfig,
    Verb(.catJob, "NAME", "show a job as the file that would define it"),
    Verb(.catAddress, "NAME", "show an address as the file that would define it"),
    Verb(
      .reload, nil,
      "make the daemon read its files again: all of them, or nothing if one has a mistake"),
    Verb(
      .status, nil, "tell how the daemon is and what it does",
      [
        Flag("check", .toggle, "one line and an exit status for a monitoring system"),
        Flag("max-age", .value("TIME"), "with --check: how old a job's last success may be: 26h"),
      ]),
    Verb(.doctor, nil, "look for what is wrong with the daemon and what it needs", [folder]),
    backup, metrics,
    Verb(
      .createToken, "NAME", "make a token for clients elsewhere, and show it this once",
      [
        Flag(
          "role", .value("ROLE"), "what its holder may do: viewer, operator or admin",
          required: true),
        Flag("lifetime", .value("TIME"), "how long it holds: 12h, 90d (the default), never"),
      ]),
    Verb(.listToken, nil, "list the tokens of clients elsewhere"),
    Verb(.deleteToken, "NAME", "delete a token: nobody comes in with it any more", [force]),
    Verb(
      .audit, "NAME", "tell what was changed by whom, newest first: all, or of one job or the like",
      argumentIsOptional: true,
      [
        Flag("count", .value("N"), "how many, 1 to 1000 (50)"),
        Flag("marker", .value("ID"), "begin after the record of this number"),
      ]),
  ]

  /// The verb of a name, nil if there is none.
  public static func verb(named name: String) -> Verb? {
    verbs.first { $0.name == name }
  }

  private static let objectStores: Flag.Effect = .refused(
    "speaks of what this version of ferry does not serve: roles, agents, and lists in buckets")
  private static let agents: Flag.Effect = .refused("speaks of agents, and ferry has none")
  private static let notYet: Flag.Effect = .refused(Served.notYet)
  private static let noAppending: Flag.Effect = .none(
    "what ferry writes is never an object to append to")

  private static let force = Flag("force", .toggle, "do not ask")
  private static let wait = Flag("wait", .toggle, "wait until it is so, showing progress")
  private static let note = Flag("note", .value("TEXT"), "why; get-job shows it")
  private static let page = [
    Flag("marker", .value("NAME"), "begin after this one"),
    Flag("count", .value("N"), "how many, 1 to 100 (50)"),
  ]
  private static let bandwidthHelp = "most bit/s, such as 100M; 12MB is bytes/s; 0: no limit"
  private static let qpsHelp = "most objects per second; 0: no limit"

  private static let retryJob = Verb(
    .retryJob, "NAME", "try again what a job's newest run could not move, by a sub-job",
    [
      secret("the source's secret, where it needs one; - reads standard input"),
      Flag("no-start", .toggle, "make the sub-job and do not start it"),
      Flag("wait", .toggle, "wait until the sub-job has ended, showing progress"),
    ])

  private static let failed = Verb(
    .failed, "NAME", "list the objects that a run could not move and that still fail",
    [
      Flag("run", .value("N"), "of this run; else of the newest"),
      Flag("all", .toggle, "those too that retries have moved since"),
      Flag("csv", .toggle, "answer with comma-separated values"),
      Flag(
        "inventory", .value("DIR"),
        "write them into this new folder as an inventory that an address can name"),
    ])

  private static let logs = Verb(
    .logs, "NAME", "show what the journal knows of a job; needs no daemon",
    [
      Flag("run", .value("N"), "only of this run"),
      Flag("all", .toggle, "of its sub-jobs, too"),
      Flag("follow", .toggle, "wait for new lines and show them, too; or -f"),
      Flag("since", .value("TIME"), "from this time on: '2026-12-01 02:30', today, -1h"),
      Flag("lines", .value("N"), "the newest so many only"),
    ])

  private static let next = Verb(
    .next, "NAME", "tell when a job, or a rule without a job, starts next",
    argumentIsOptional: true,
    [
      Flag("count", .value("N"), "how many starts, 1 to 1000 (5)"),
      Flag("cron", .value("EXPR"), "a start rule in place of a job; needs no daemon"),
      Flag("suspend", .value("EXPR"), "with --cron: a suspend rule beside it"),
      Flag("time-zone", .value("ZONE"), "with --cron: its zone (the server's)"),
      Flag("from", .value("TIME"), "with --cron: after this time: 2026-03-29 02:30:00, or with Z"),
      Flag("batch", .toggle, "answer the JSON lines on standard input; needs no daemon"),
    ])

  private static let backup = Verb(
    .backup, "FILE", "save the daemon's state into a file; - writes to standard output",
    [Flag("force", .toggle, "replace a file that is there")])

  private static let metrics = Verb(
    .metrics, nil, "tell the figures of the daemon and its jobs, as Prometheus reads them",
    [Flag("output", .value("FILE"), "into this file, as a whole, for a textfile collector")])

  private static let folder = Flag(
    "config", .value("DIR"),
    "this folder only; else ~/.config/ferry if it is there, or the system's")

  private static let check = Verb(
    .check, "FILE",
    "say what is wrong with the configuration, or when its jobs start; needs no daemon",
    argumentIsOptional: true, argumentRepeats: true, [folder])

  private static let catConfig = Verb(
    .catConfig, "NAME", "show the configuration files that count, such as nightly.job",
    argumentIsOptional: true, argumentRepeats: true, [folder])

  private static let createAddress = Verb(
    .createAddress, "NAME", "name a place that jobs read or write",
    [
      Flag(
        "address-type", .value("TYPE"), "what kind of place: local, inv, or s3, oss…",
        required: true),
      Flag("prefix", .value("FOLDER"), "the absolute folder of the objects, ending with '/'"),
      Flag("require-mount", .toggle, "the folder has to lie on a file system that is mounted"),
      Flag("data-type", .value("TYPE"), "for inv, a list of objects: where these are: local"),
      Flag("inv-location", .value("TYPE"), "for inv: where the list is: local"),
      Flag("inv-path", .value("FILE"), "for inv: the list's manifest.json"),
      Flag("bucket", .value("BUCKET"), "for object stores: the bucket's name"),
      Flag("region-id", .value("REGION"), "for object stores: the region, such as eu-central-1"),
      Flag("domain", .value("HOST"), "for object stores: the host, or https://HOST:PORT"),
      Flag("path-style", .toggle, "for object stores: the bucket stands in the URL's path"),
      Flag("access-id", .value("ID"), "for object stores: the ID of the access key"),
      secret("for object stores: the access key's secret; - reads standard input"),
      token,
    ]
      + [
        "role", "agent-list", "inv-access-id", "inv-access-secret", "inv-domain",
        "inv-region-id", "inv-bucket", "inv-role",
      ].map { Flag($0, .value("…"), "", objectStores) })

  private static let updateAddress = Verb(
    .updateAddress, "NAME", "give an address that was made by request another access key",
    [
      secret("the access key's secret; - reads standard input", required: true),
      token,
      Flag("access-id", .value("ID"), "the ID of the access key; else it stays"),
    ]
      + ["add-agent", "delete-agent", "set-agent"].map { Flag($0, .value("…"), "", agents) })

  private static let token = Flag(
    "security-token", .value("-"), "the token of a temporary key; - reads the next line")

  private static func secret(_ help: String, required: Bool = false) -> Flag {
    Flag("access-secret", .value("-"), help, required: required)
  }

  /// What `create-job` decides and `update-job` changes.
  private static let definition = [
    Flag(
      "throttle-windows", .value("WINDOW,…"),
      "limits by the time of day, up to five: '08:00-18:00 10M, 18:00-24:00 50M 100/s'"),
    Flag("prefix-filters", .value("PREFIX,…"), "only keys that begin with one of these"),
    Flag(
      "key-filters-includes", .value("REGEX,…"), "only keys that one of these matches as a whole"),
    Flag("key-filters-excludes", .value("REGEX,…"), "no key that one of these matches"),
    Flag(
      "last-modified-filters-includes", .value("A > B,…"),
      "only what was modified in one of these times: '2026-01-01 > 2026-01-31 12:00:00'"),
    Flag(
      "last-modified-filters-excludes", .value("A > B,…"), "nothing that was modified in these"),
    Flag("exclude-dir", .toggle, "leave out folders of their own"),
    Flag("exclude-symlink", .toggle, "leave out symbolic links"),
    Flag("with-last-modify-time", .toggle, "take over the source's times (true)"),
    Flag(
      "convert-symlink-target", .toggle,
      "absolute targets of links that lead into the source lead into the destination"),
    Flag("verify", .value("HOW"), "look at each copy: none, size (the default), checksum, crc64"),
    Flag("preserve-owner", .toggle, "keep owner and group; the daemon needs the rights"),
    Flag("preserve-xattrs", .toggle, "keep attributes of users and access lists"),
    Flag("file-mode", .value("MODE"), "the mode of all files, such as 0640; the source's"),
    Flag("directory-mode", .value("MODE"), "the mode of all folders, such as 0750; the source's"),
    Flag(
      "target-storage-class", .value("CLASS"),
      "how a bucket stores objects: Standard, IA, Archive, or its own word"),
    Flag("with-storage-class", .toggle, "keep the class, from bucket to bucket of one service"),
    Flag("start-cron-expression", .value("CRON"), "when it starts: '0 0 2 * * *'"),
    Flag("suspend-cron-expression", .value("CRON"), "when it pauses"),
    Flag("max-schedule-count", .value("N"), "most runs that the schedule opens"),
    Flag("time-zone", .value("ZONE"), "the schedule's zone, such as Europe/Berlin"),
    Flag("overlap", .value("WHAT"), "a start while it runs: skip it, or queue one"),
    Flag("catch-up", .value("WHAT"), "missed starts: make up once, or skip them"),
    Flag("catch-up-window", .value("TIME"), "how old a start may be to be made up: 24h"),
    Flag("jitter", .value("TIME"), "spread starts over this time, each job by its constant"),
    Flag("not-before", .value("WHEN"), "no start before: 2026-12-01, '2026-12-01 02:30'"),
    Flag("not-after", .value("WHEN"), "no start after"),
    Flag("max-run-time", .value("TIME"), "close a run after this time, pauses not counted"),
    Flag("min-interval", .value("TIME"), "shortest time between two starts that is allowed"),
    Flag("log-mode", .value("MODE"), "objects in the journal: off, basic (failed), detail (all)"),
    Flag("tags", .value("TAGS"), "K1:V1,K2:V2"),
    Flag("auto-retry", .value("YES|NO"), "whether failed objects are retried by themselves"),
    Flag("max-retry-depth", .value("N"), "how many retries may follow one another, 1 to 100"),
    Flag("retry-backoff", .value("A..B"), "the first and the longest wait: 1m..1h"),
    Flag("keep-runs", .value("N"), "how many ended runs are kept"),
    Flag("keep-days", .value("N"), "for how many days ended runs are kept"),
  ]

  private static let updateJob = Verb(
    .updateJob, "NAME", "change a job that was made by request; empty values remove",
    [
      Flag("overwrite-mode", .value("MODE"), "always, or never"),
      Flag("transfer-mode", .value("MODE"), "with always: all, lastmodified, changed, crc64"),
    ] + definition)

  private static let createJob = Verb(
    .createJob, "NAME", "define a job; it is started by hand or by its schedule",
    [
      Flag("src-address", .value("ADDRESS"), "the address that is read", required: true),
      Flag("dest-address", .value("ADDRESS"), "the address that is written", required: true),
      Flag("overwrite-mode", .value("MODE"), "always, or never", required: true),
      Flag("transfer-mode", .value("MODE"), "with always: all, lastmodified, changed, crc64"),
      Flag("max-bandwidth", .value("BIT/S"), bandwidthHelp),
      Flag("max-qps", .value("N"), qpsHelp),
      Flag(
        "parent-version", .value("ID"),
        "make a sub-job that takes what of this job's newest run still fails"),
    ] + definition + [
      Flag("create-report", .toggle, "", notYet),
      Flag("appendable-to-normal", .toggle, "", noAppending),
    ])
}
