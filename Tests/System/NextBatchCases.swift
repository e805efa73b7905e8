/// A question of `ferry next --batch` that is understood, or refused for what it asks.
let batchCases: [(question: String, answer: String)] = [
  (
    #"{"expr":"0 0 2 * * *","tz":"UTC","from_epoch":0,"count":3}"#, #"{"next":[7200,93600,180000]}"#
  ),
  // The zone is UTC and five instants are told if nothing else is asked for.
  (#"{"expr":"0 0 2 * * *","from_epoch":0}"#, #"{"next":[7200,93600,180000,266400,352800]}"#),
  (#"{"expr":"0 0 2 * * *","tz":null,"from_epoch":0,"count":1}"#, #"{"next":[7200]}"#),
  (#"{"expr":"0 0 2 * * *","from_epoch":7199.9,"count":1}"#, #"{"next":[7200]}"#),
  (#"{"expr":"0 0 2 * * *","from_epoch":7200,"count":1}"#, #"{"next":[93600]}"#),
  // A zone in the rule wins, whatever the line names.
  (
    #"{"expr":"CRON_TZ=Europe/Berlin 0 0 2 * * *","tz":"No/Where","from_epoch":0,"count":1}"#,
    #"{"next":[3600]}"#
  ),
  // A gap, a repeated hour, and the leap day over 2100.
  (
    #"{"expr":"0 30 2 * * *","tz":"Europe/Berlin","from_epoch":1774656000,"count":2}"#,
    #"{"next":[1774661400,1774746000]}"#
  ),
  (
    #"{"expr":"0 30 2 * * *","tz":"Europe/Berlin","from_epoch":1792879200,"count":2}"#,
    #"{"next":[1792888200,1792978200]}"#
  ),
  (#"{"expr":"0 0 0 29 2 *","from_epoch":3981312000,"count":1}"#, #"{"next":[4233686400]}"#),
  // The ends of time and of numbers.
  (#"{"expr":"@daily","from_epoch":-9223372036854775808,"count":1}"#, #"{"next":[0]}"#),
  (#"{"expr":"@daily","from_epoch":9223372036854775807,"count":1}"#, #"{"next":[]}"#),
  (#"{"expr":"@daily","from_epoch":253402300799,"count":1}"#, #"{"next":[]}"#),
  (#"{"expr":"@daily","from_epoch":253402214399,"count":2}"#, #"{"next":[253402214400]}"#),
  (#"{"expr":"@daily","from_epoch":0,"count":0}"#, #"{"next":[]}"#),
  (
    #"{"expr":"@daily","from_epoch":0,"count":1000000000}"#,
    #"{"error":"count: 1000000000 is more than 100000"}"#
  ),
  (
    #"{"expr":"@daily","from_epoch":0,"count":-1}"#,
    #"{"error":"count: -1 is less than 0 instants"}"#
  ),
  (#"{"expr":"@daily","count":1}"#, #"{"error":"from_epoch: has to be given"}"#),
  (#"{"from_epoch":0}"#, #"{"error":"expr: has to be given"}"#),
  (
    #"{"expr":"0 0 25 * * *","from_epoch":0}"#,
    #"{"error":"expr: hour field, column 5: '25': this is out of range; "#
      + #"allowed: 0-23; midnight is 0"}"#
  ),
]

/// Lines that cannot be answered, with what their error has to say.
let hostileLines: [(line: [UInt8], says: String)] =
  [
    ("", "empty"),
    (" \t ", "empty"),
    ("{", "not JSON"),
    ("[1]", "an object is wanted"),
    ("null", "an object is wanted"),
    (#"{"expr":"@daily","from_epoch":0} {}"#, "not JSON"),
    (#"{"expr":"@daily","from_epoch":0,}"#, "not JSON"),
    (#"{"expr":"@daily","from_epoch":NaN}"#, "not JSON"),
    (#"{"expr":"@daily","from_epoch":01}"#, "not JSON"),
    (#"{"expr":"@daily","from_epoch":"0"}"#, "from_epoch: "),
    (#"{"expr":"@daily","from_epoch":true}"#, "from_epoch: "),
    (#"{"expr":"@daily","from_epoch":9223372036854775808}"#, "from_epoch: "),
    (#"{"expr":"@daily","from_epoch":-1e300}"#, "from_epoch: "),
    (#"{"expr":"@daily","from_epoch":0,"count":"5"}"#, "count: "),
    (#"{"expr":"@daily","from_epoch":0,"count":1.5}"#, "count: "),
    (#"{"expr":7,"from_epoch":0}"#, "expr: "),
    (#"{"expr":"","from_epoch":0}"#, "expr: has to be given"),
    (#"{"expr":"0 0 2 * * *\u0000","from_epoch":0}"#, "column 12"),
    (#"{"expr":"0 0 2 30 2 *","from_epoch":0}"#, "this date never comes"),
    (#"{"expr":"@daily","tz":"","from_epoch":0}"#, "tz: '' is not the name"),
    (#"{"expr":"@daily","tz":"../../etc/passwd","from_epoch":0}"#, "tz: '../../etc/passwd' is not"),
    (#"{"expr":"@daily","tz":"/etc/passwd","from_epoch":0}"#, "tz: '/etc/passwd' is not"),
    (#"{"expr":"@daily","tz":"Europe/../UTC","from_epoch":0}"#, "tz: 'Europe/../UTC' is not"),
    (#"{"expr":"@daily","tz":"a\u0000b","from_epoch":0}"#, "is not the name of a time zone"),
    (#"{"expr":"@daily","tz":"Europe","from_epoch":0}"#, "there is no time zone 'Europe'"),
    (#"{"expr":"@daily","tz":"Mars/Base","from_epoch":0}"#, "there is no time zone 'Mars/Base'"),
    (#"{"expr":"@daily","tz":1,"from_epoch":0}"#, "tz: 1 is not text"),
  ].map { (line: Array($0.0.utf8), says: $0.1) } + [
    ([0xFF, 0xFE], "UTF-8"),
    (Array(#"{"expr":"@daily"#.utf8) + [0xC3, 0x28] + Array(#"","from_epoch":0}"#.utf8), "UTF-8"),
    (Array(#"{"expr":"@daily","from_epoch":0}"#.utf8) + [0], "zero byte"),
    (Array(repeating: UInt8(ascii: "["), count: 60_000), "nested deeper"),
    (
      Array(#"{"expr":""#.utf8) + Array(repeating: UInt8(ascii: "9"), count: 60_000)
        + Array(#"","from_epoch":0}"#.utf8), "longer than 1024 bytes"
    ),
    (Array(repeating: UInt8(ascii: "x"), count: 1 << 20), "longer than 65536 bytes"),
  ]
