package graft.cli;

import graft.ld.LinkCommand;
import java.util.List;

/// `graft ld`: the static linker, with wasm-ld's options and words.
final class LinkerCommand implements Command {
  @Override
  public String name() {
    return "ld";
  }

  @Override
  public String synopsis() {
    return "[wasm-ld's OPTIONS] FILE...";
  }

  @Override
  public String summary() {
    return "link object files, as wasm-ld does";
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public String details() {
    return "";
  }

  /// The linker has its own, in wasm-ld's manner, and its own help.
  @Override
  public Arguments.Style style() {
    return Arguments.Style.NONE;
  }

  @Override
  public int run(Console console, Arguments arguments) {
    return LinkCommand.run(console.out(), console.err(), console.folder(), arguments.operands());
  }
}
