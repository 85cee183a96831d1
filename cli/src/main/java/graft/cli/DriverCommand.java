package graft.cli;

import graft.cc.CompilerDriver;
import java.util.List;

/// `graft cc` and `graft c++`: the compiler driver, with emcc's options.
///
/// @param name of the command
/// @param driver what does it
/// @param summary for the list of commands
record DriverCommand(String name, CompilerDriver driver, String summary) implements Command {
  @Override
  public String synopsis() {
    return "[emcc's OPTIONS] FILE...";
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public String details() {
    return "";
  }

  /// The driver has its own options, in emcc's manner, and its own help.
  @Override
  public Arguments.Style style() {
    return Arguments.Style.NONE;
  }

  @Override
  public int run(Console console, Arguments arguments) {
    return driver.run(
        console.in(),
        console.out(),
        console.err(),
        console.folder(),
        console.environment(),
        arguments.operands());
  }
}
