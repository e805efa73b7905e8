import Glibc

exit(Program(CommandLine.arguments).run().number)
