package graft.cli;

import graft.cc.CompilerDriver;
import graft.dl.LoadException;
import graft.format.InvalidModuleException;
import graft.format.MalformedModuleException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The `graft` command. Programs that want it without a JVM of its own call {@link
/// #run(PrintStream, PrintStream, String...)}.
public final class Main {
  /// What `graft --version` prints.
  static final String VERSION = "graft 0.1.0-SNAPSHOT";

  private Main() {}

  /// Runs the command and ends the JVM with its exit status.
  ///
  /// @param args the command's name and its arguments
  public static void main(String[] args) {
    // Not System.out: it encodes as the locale says, and flushes line by line.
    Console console =
        new Console(
            System.in,
            new PrintStream(
                new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
            Path.of(""),
            System.getenv());
    int status = run(console, Arrays.asList(args));
    if (status != 0 || hasOtherThreads()) {
      System.exit(status);
    }
    // Returning is the shorter way out: System.exit looks for a logger in every jar of the class
    // path, which takes as long as a link.
  }

  /// Whether a thread would keep the JVM alive.
  private static boolean hasOtherThreads() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    Thread[] threads = new Thread[group.activeCount() + 8];
    int count = group.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (threads[i] != Thread.currentThread() && !threads[i].isDaemon()) {
        return true;
      }
    }
    return count == threads.length;
  }

  /// Runs the command in this JVM, in the current folder.
  ///
  /// @param out where results go
  /// @param err where complaints go
  /// @param args the command's name and its arguments
  /// @return the exit status
  public static int run(PrintStream out, PrintStream err, String... args) {
    return run(Console.of(out, err), List.of(args));
  }

  /// Runs the command in this JVM.
  ///
  /// @param console its streams, folder and environment
  /// @param args the command's name and its arguments
  /// @return the exit status
  public static int run(Console console, List<String> args) {
    try {
      return dispatch(console, args);
    } catch (OutOfMemoryError e) {
      console.err().println("graft: out of memory: GRAFT_JAVA_OPTS=-Xmx4g allows for more");
      return ExitStatus.PROBLEM.code();
    } catch (Throwable e) {
      console.err().println("graft: BUG: please report this with the command line");
      e.printStackTrace(console.err());
      return ExitStatus.BUG.code();
    } finally {
      console.flush();
    }
  }

  private static int dispatch(Console console, List<String> args) {
    String name = args.isEmpty() ? "--help" : args.get(0);
    List<String> rest = args.subList(Math.min(1, args.size()), args.size());
    if (name.equals("--version")) {
      console.out().println(VERSION);
      return ExitStatus.SUCCESS.code();
    }
    List<Command> commands = commands();
    if (name.equals("--help") || name.equals("-h") || name.equals("help")) {
      (args.isEmpty() ? console.err() : console.out()).print(HelpText.overview(commands));
      return (args.isEmpty() ? ExitStatus.USAGE : ExitStatus.SUCCESS).code();
    }
    for (Command command : commands) {
      if (command.name().equals(name)) {
        return run(command, console, rest);
      }
    }
    console
        .err()
        .println(
            "graft: no such command: "
                + name
                + Suggestions.of(name, commands.stream().map(Command::name).toList())
                + " (graft --help lists them)");
    return ExitStatus.USAGE.code();
  }

  private static List<Command> commands() {
    return List.of(
        new RunCommand(),
        new InspectCommand(),
        new LddCommand(),
        new LinkerCommand(),
        new DriverCommand("cc", CompilerDriver.C, "compile and link C and C++, as emcc does"),
        new DriverCommand("c++", CompilerDriver.CXX, "the same, for C++ whatever files are called"),
        new CompileCommand(),
        new WeighCommand(),
        new ManifestCommand(),
        new ServeCommand(),
        new CacheCommand(),
        new SyntaxTreeCommand(),
        new DemoCommand());
  }

  private static int run(Command command, Console console, List<String> words) {
    try {
      Arguments arguments = Arguments.parse(command, words);
      if (arguments.has("--help") || arguments.has("-h")) {
        console.out().print(HelpText.of(command));
        return ExitStatus.SUCCESS.code();
      }
      return command.run(console, arguments);
    } catch (UsageException e) {
      console.out().flush();
      console.err().println("graft " + command.name() + ": " + e.getMessage());
      console.err().println("graft " + command.name() + " --help says more");
      return ExitStatus.USAGE.code();
    } catch (Failure e) {
      return complain(console, e, e.status());
    } catch (LoadException | MalformedModuleException | InvalidModuleException e) {
      return complain(console, e, ExitStatus.PROBLEM.code());
    } catch (IOException e) {
      console.out().flush();
      console.err().println(InputFiles.describe(e));
      return ExitStatus.PROBLEM.code();
    }
  }

  private static int complain(Console console, RuntimeException problem, int status) {
    console.out().flush();
    console.err().println(problem.getMessage());
    return status;
  }
}
