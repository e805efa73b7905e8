import CBenchFloor
import Glibc

// Benchmarks against peers. Each subcommand prints its table to standard output.

let usage = """
  usage: ferry-bench mover [--files N=50000] [--size BYTES=4096] [--large N=8]
                           [--large-size BYTES=268435456] [--rounds N=5]
                           [--without PROGRAM,…] [--dir FOLDER=/dev/shm]
         ferry-bench retry [--files N=100000] [--failures N=10] [--size BYTES=1024]
                           [--dir FOLDER=/dev/shm]
         ferry-bench scale [--objects N=10000000] [--failures N=100000] [--dir FOLDER=/dev/shm]
         ferry-bench crc64
         ferry-bench cron [--python PROGRAM]
         ferry-bench schedule [--jobs N=1000000] [--due N=10000] [--starts N=100]
                              [--dir FOLDER=/dev/shm] [--ferryd PROGRAM]
         ferry-bench throttle [--seconds N=10] [--dir FOLDER=/dev/shm]
         ferry-bench api [--clients N=8] [--seconds N=5] [--jobs N=500] [--dir FOLDER=/dev/shm]
                    [--ferryd PROGRAM]
         ferry-bench s3 [--keys N=1000000] [--files N=5000] [--size BYTES=4096] [--large N=8]
                        [--large-size BYTES=67108864] [--rounds N=3] [--rclone PROGRAM]
                        [--dir FOLDER=/dev/shm] [--latency MS=0]

    mover   moves a tree of N small files in 500 folders, fresh and again, and one of a few large
            files, fresh and with Verify=checksum and crc64, by ferry, a limit program in C, cp -a, rsync -a
            and rclone copy: strictly one after another, in turns. Prints medians and ratios.
    retry   lets some files of a tree fail, mends the cause, and retries them by ferry, beside
            rclone copy and rsync -a, which go over the whole tree again.
    scale   moves 100,000 objects, a million and so on up to N: by a list that names the files of one
            tree again and again, then by listing trees in which nothing is to be done, beside the
            limit program. Prints time
            and bytes of the ledger for each object, and the peak of memory. Then a run of which
            every object fails, and how long it takes to read all its failures.
    crc64   sums memory up, beside the same by tables only and zlib's crc32.
    cron    reads six expressions and walks their schedules in UTC and in New York, beside a
            floor in C and, where PROGRAM is a Python that has it, croniter.
    schedule  makes N scheduled jobs in a store and prints what a start costs, and how long it
            takes to claim the slots that are due in one second (--due): first in process, then
            with a ferryd of its own (PROGRAM, by default the one beside ferry-bench). Of that one
            also its memory and its wake-ups while nothing is due, and how long after their slot
            jobs that are due together (--starts) are claimed, begin to copy and end.
    throttle  moves under limits of one job and of all runs together, prints what is set and what is
            measured over N seconds, and how soon a limit that is changed holds.
    api     asks a ferryd of its own over TCP, by signed requests, while a run goes on: for single
            jobs with N clients, then for the list of all N jobs.
    s3      reads a list of N keys, compares a tree with a bucket that has all of it, and moves small
            and large files up and down, beside rclone: with a server that costs next to nothing, and
            with rclone serve s3. The server of lists thinks MS about each request. PROGRAM is rclone 1.66 or newer (make deps-test installs one).

  """

/// Writes to standard error.
func complain(_ text: String) {
  let bytes = Array(text.utf8)
  // There is nobody to tell that this failed.
  _ = write(STDERR_FILENO, bytes, bytes.count)
}

/// Ends the process with a message, as sysexits(3) says for a wrong call.
func misuse(_ problem: String) -> Never {
  complain("ferry-bench: \(problem)\n\(usage)")
  exit(EX_USAGE)
}

let arguments = CommandLine.arguments.dropFirst()

/// Runs a benchmark and ends the process if it does not work.
func perform(_ benchmark: () throws(BenchError) -> Void) {
  do {
    try benchmark()
  } catch {
    switch error {
    case .misuse(let problem): misuse(problem)
    case .failed(let problem):
      complain("ferry-bench: \(problem)\n")
      exit(1)
    }
  }
}

switch arguments.first {
case "mover":
  perform { () throws(BenchError) in
    try MoverBench(try MoverOptions(Array(arguments.dropFirst()))).run()
  }
case "retry":
  perform { () throws(BenchError) in
    try RetryBench(try RetryOptions(Array(arguments.dropFirst()))).run()
  }
case "scale":
  perform { () throws(BenchError) in
    try ScaleBench(try ScaleOptions(Array(arguments.dropFirst()))).run()
  }
case "crc64":
  guard arguments.count == 1 else { misuse("crc64 takes no options") }
  CRC64Bench.run()
case "cron":
  perform { () throws(BenchError) in
    try CronBench(try CronOptions(Array(arguments.dropFirst()))).run()
  }
case "schedule":
  perform { () throws(BenchError) in
    try ScheduleBench(options: try ScheduleOptions(Array(arguments.dropFirst()))).run()
  }
case "throttle":
  perform { () throws(BenchError) in
    try ThrottleBench(try ThrottleOptions(Array(arguments.dropFirst()))).run()
  }
case "api":
  perform { () throws(BenchError) in
    try APIBench(options: try APIOptions(Array(arguments.dropFirst()))).run()
  }
case "s3":
  perform { () throws(BenchError) in
    try S3Bench(try S3Options(Array(arguments.dropFirst()))).run()
  }
case "s3-server":
  // Started by `s3`: a file of keys, the size of all objects, and how slow it is.
  let words = Array(arguments.dropFirst()) + ["", "", ""]
  let code = ferry_bench_serve(
    words[0], Int64(words[1]) ?? 0, S3Server.modified, Int32(words[2]) ?? 0)
  complain("ferry-bench: the server ended with errno \(-code)\n")
  exit(1)
case "--help", "-h":
  print(usage, terminator: "")
case let name?:
  misuse("no such benchmark: \(name)")
case nil:
  misuse("which benchmark?")
}
