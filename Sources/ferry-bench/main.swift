import Glibc

// Benchmarks against peers. Each subcommand prints its table to standard output.

let usage = """
  usage: ferry-bench mover [--files N=50000] [--size BYTES=4096] [--dir FOLDER=/dev/shm]

    mover   moves a tree of N files in 500 folders by ferry, cp -a, rsync -a and rclone copy,
            strictly one after another, and prints the median of three runs of each.

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
switch arguments.first {
case "mover":
  do throws(BenchError) {
    try MoverBench(try MoverOptions(Array(arguments.dropFirst()))).run()
  } catch {
    switch error {
    case .misuse(let problem): misuse(problem)
    case .failed(let problem):
      complain("ferry-bench: \(problem)\n")
      exit(1)
    }
  }
case "--help", "-h":
  print(usage, terminator: "")
case let name?:
  misuse("no such benchmark: \(name)")
case nil:
  misuse("which benchmark?")
}
