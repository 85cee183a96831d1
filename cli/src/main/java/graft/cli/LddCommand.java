package graft.cli;

import graft.dl.DependencyTree;
import graft.dl.GuestProcess;
import graft.host.HostOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `graft ldd`: what a module needs, and whether it is there.
final class LddCommand implements Command {
  @Override
  public String name() {
    return "ldd";
  }

  @Override
  public String synopsis() {
    return "[OPTIONS] FILE";
  }

  @Override
  public String summary() {
    return "show the libraries that a module needs, and what stays undefined";
  }

  @Override
  public List<Option> options() {
    List<Option> options = new ArrayList<>();
    options.add(
        Option.flag(
            "-r", "also print every symbol that stays undefined, its type and who wants it"));
    options.add(LibraryPath.OPTION);
    options.addAll(RemotePlaces.OPTIONS);
    options.add(Option.flag("--json", "print a JSON object"));
    return options;
  }

  @Override
  public String details() {
    return LibraryPath.ORDER
        + """

        What graft run supplies (WASI, Emscripten's functions) is defined. Weak symbols may stay
        undefined and are not printed. The exit status is 1 if a library is not found or cannot be
        loaded, or if -r has printed a symbol. Nothing of the module is run. A program that links
        whole libraries (MAIN_MODULE=1) may have undefined functions that it never calls: graft run
        runs it, though -r prints them.
        """;
  }

  @Override
  public int run(Console console, Arguments arguments) throws IOException {
    Path file = InputFiles.existing(console, arguments.operand("FILE"), ExitStatus.PROBLEM);
    HostOptions options = HostOptions.builder().build();
    DependencyTree tree;
    try (RemotePlaces remote = RemotePlaces.of(console, arguments)) {
      var process =
          LibraryPath.search(GuestProcess.builder().main(file), console, arguments, remote);
      tree = Hosts.add(process, options, true).dependencies();
    }
    boolean symbols = arguments.has("-r");
    if (arguments.has("--json")) {
      console.out().println(LddOutput.json(tree, symbols));
    } else {
      console.out().print(LddOutput.text(tree, symbols));
    }
    boolean complete = tree.isComplete() && (!symbols || tree.undefined().isEmpty());
    return (complete ? ExitStatus.SUCCESS : ExitStatus.PROBLEM).code();
  }
}
