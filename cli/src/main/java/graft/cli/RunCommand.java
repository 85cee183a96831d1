package graft.cli;

import graft.compiler.CodeCache;
import graft.compiler.LinkException;
import graft.dl.GuestProcess;
import graft.dl.GuestProcessBuilder;
import graft.dl.LoadException;
import graft.format.InvalidModuleException;
import graft.format.MalformedModuleException;
import graft.format.ModuleReader;
import graft.host.CxxException;
import graft.host.GuestUnwind;
import graft.runtime.GuestExit;
import graft.runtime.Memory;
import graft.runtime.Trap;
import graft.runtime.WasmException;
import graft.source.Sources;
import graft.vfs.GuestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `graft run`: runs a program with the libraries that it needs.
final class RunCommand implements Command {
  @Override
  public String name() {
    return "run";
  }

  @Override
  public String synopsis() {
    return "[OPTIONS] MAIN.wasm [ARGS]";
  }

  @Override
  public String summary() {
    return "run a program, linked with the libraries that it needs";
  }

  @Override
  public Arguments.Style style() {
    return Arguments.Style.IN_FRONT;
  }

  @Override
  public List<Option> options() {
    List<Option> options = new ArrayList<>();
    options.add(LibraryPath.OPTION);
    options.addAll(RemotePlaces.OPTIONS);
    options.addAll(RemotePlaces.PROGRAM_OPTIONS);
    options.addAll(
        List.of(
            GuestFolders.OPTION,
            Option.of(
                "--env",
                "K=V",
                "set an environment variable of the program; K alone: as it is here"),
            Option.of("--entry", "NAME", "call this function instead of _start or main"),
            Option.flag("--strict", "refuse to load what has undefined functions, called or not"),
            Option.flag(
                "--no-autoload",
                "load what the program needs only when it opens it, or at the first call of a function of it"),
            Option.of(
                "--memory-limit",
                "SIZE",
                "allow the program at most so much memory: 64K, 512M, 1G"),
            Option.of(
                "--timeout", "SECONDS", "stop it, loading included, after so much time (slower)"),
            TranslatedCode.OPTION,
            Tracing.OPTION));
    return options;
  }

  @Override
  public String details() {
    return LibraryPath.ORDER
        + """

        The program sees its arguments, the variables of --env, the standard streams, an empty
        file system in memory, and the folders of --dir; nothing else of the machine. Libraries,
        needed or opened (dlopen), are also looked for in these files of its own, before the main
        module's folder. (graft ldd, which runs nothing, has no such files to look in.)

        MAIN.wasm may be an http or https address. It is then fetched as libraries are, within
        --allow-origin, --offline and --cache (and with --trust, if the manifest beside it is signed
        and lists it), and libraries are looked for beside it after those of --source.

        It begins at _start, or main, or __main_void, or run, whichever there is. The exit status is
        the program's own; 124 if --timeout stopped it, 127 if it cannot be loaded or calls a function
        that nobody defines, 134 if it traps or does not catch an exception.
        """;
  }

  @Override
  public int run(Console console, Arguments arguments) throws IOException {
    if (arguments.operands().isEmpty()) {
      throw new UsageException("wants MAIN.wasm");
    }
    if (Tracing.explain(console, arguments)) {
      return 0;
    }
    String name = arguments.operands().get(0);
    if (!Sources.isAddress(name)) {
      InputFiles.existing(console, name, ExitStatus.CANNOT_LOAD);
    }
    if (name.endsWith(".js") || name.endsWith(".html")) {
      String module = name.substring(0, name.lastIndexOf('.')) + ".wasm";
      throw new UsageException(
          name
              + ": expected a WebAssembly module, found what loads it in a browser; graft run "
              + module
              + (Files.exists(console.resolve(module)) ? " runs it" : " would run it"));
    }
    try (GuestFiles files = GuestFolders.files(console, arguments);
        RemotePlaces remote = RemotePlaces.of(console, arguments)) {
      MainModule main = MainModule.of(console, name, remote);
      GuestProcessBuilder process = main.process();
      boolean emscripten = Hosts.isEmscriptens(ModuleReader.read(name, main.bytes()));
      LibraryPath.search(process, console, arguments, remote);
      main.addFolder(process);
      process.guestFiles(GuestFolders.librariesIn(files));
      Hosts.add(process, GuestFolders.options(console, arguments, files, remote, main), emscripten);
      CodeCache codeCache = TranslatedCode.cache(console, arguments);
      if (codeCache != null) {
        process.codeCache(codeCache);
      }
      process.strict(arguments.has("--strict")).autoload(!arguments.has("--no-autoload"));
      String limit = arguments.value("--memory-limit");
      if (limit != null) {
        long bytes = Numbers.bytes("--memory-limit", limit);
        if (bytes < Memory.PAGE) {
          throw new UsageException("--memory-limit wants at least 64K, not " + limit);
        }
        process.memoryLimit((int) Math.min(Memory.UNLIMITED, bytes / Memory.PAGE));
      }
      Duration time = Numbers.seconds(arguments, "--timeout");
      process.interruptible(time != null);
      Tracing.add(process, console, arguments);
      return GuestThread.call(() -> run(process, remote, console, arguments), time);
    } catch (MalformedModuleException | InvalidModuleException e) {
      throw new Failure(ExitStatus.CANNOT_LOAD.code(), String.valueOf(e.getMessage()));
    }
  }

  private static int run(
      GuestProcessBuilder builder, RemotePlaces remote, Console console, Arguments arguments) {
    try (GuestProcess process = builder.load()) {
      remote.beginBackground();
      int status = run(process, arguments);
      Tracing.finish(process, console, arguments);
      return status;
    } catch (GuestExit e) {
      return e.status();
    } catch (LoadException | LinkException e) {
      throw new Failure(
          ExitStatus.CANNOT_LOAD.code(),
          e.getMessage() + stack(e) + new Remedies(arguments).after(e));
    } catch (Trap e) {
      throw new Failure(ExitStatus.TRAP.code(), e.describe());
    } catch (WasmException | GuestUnwind e) {
      throw new Failure(
          ExitStatus.TRAP.code(),
          arguments.operands().get(0) + ": " + e.getMessage() + Trap.describeStack(e));
    }
  }

  private static int run(GuestProcess process, Arguments arguments) {
    String entry = arguments.value("--entry");
    try {
      return entry == null
          ? process.run(arguments.operands())
          : process.run(entry, arguments.operands());
    } catch (WasmException e) {
      CxxException cxx = CxxException.of(process.memory(), e);
      if (cxx == null) {
        throw e;
      }
      cxx.setStackTrace(e.getStackTrace());
      throw cxx;
    }
  }

  /// The wasm stack of what went wrong: of a constructor's trap, if that was it.
  private static String stack(RuntimeException problem) {
    return Trap.describeStack(problem.getCause() instanceof Trap trap ? trap : problem);
  }
}
