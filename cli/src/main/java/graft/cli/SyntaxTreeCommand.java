package graft.cli;

import graft.treesitter.TreeSitterCommand;
import java.util.List;

/// `graft treesitter`: npm's tree-sitter as a program, a grammar as its library.
final class SyntaxTreeCommand implements Command {
  @Override
  public String name() {
    return "treesitter";
  }

  @Override
  public String synopsis() {
    return "[OPTIONS] GRAMMAR.wasm FILE";
  }

  @Override
  public String summary() {
    return "parse a file with a grammar of tree-sitter and print its tree";
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public String details() {
    return "";
  }

  /// The example has its own, and its own help.
  @Override
  public Arguments.Style style() {
    return Arguments.Style.NONE;
  }

  @Override
  public int run(Console console, Arguments arguments) {
    return GuestThread.call(() ->
        TreeSitterCommand.run(
            console.out(), console.err(), arguments.operands().toArray(String[]::new)));
  }
}
