package graft.testing.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import graft.compiler.CompilerOptions;
import graft.testkit.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A seeded sample of what `./dev fuzz` compares.
class FuzzTest {
  private static final Set<Feature> ALL = EnumSet.range(Feature.MULTI_VALUE, Feature.ATOMICS);
  private static final int SAMPLE = 150;

  @Test
  void randomModulesDoTheSameHereAndInNode() throws IOException, InterruptedException {
    Requires.tool("node");
    List<String> differences = new ArrayList<>();
    try (FuzzSuite suite = new FuzzSuite()) {
      for (long seed = 100_000; seed < 100_000 + SAMPLE; seed++) {
        byte[] module = RandomModule.generate(seed, RandomModule.someOf(ALL, seed));
        String difference = suite.compare("test-" + seed, module, seed);
        if (difference != null) {
          differences.add("seed " + seed + ": " + difference);
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  /// Modules that did something else here than in Node once, kept as they were: the generator
  /// changes.
  ///
  /// @param name of the files, a number behind it
  /// @param seeds of the arguments, for each file
  private static void assertNothingDiffers(String name, long... seeds)
      throws IOException, InterruptedException {
    Requires.tool("node");
    try (FuzzSuite suite = new FuzzSuite()) {
      for (int i = 0; i < seeds.length; i++) {
        String file = name + "_" + (i + 1) + ".wasm";
        byte[] module = Files.readAllBytes(Requires.root().resolve("testing/finds").resolve(file));
        assertThat(suite.compare("find-" + file, module, seeds[i])).as(file).isNull();
      }
    }
  }

  /// A part left for a label that takes a value while another value lay on the stack: that one was
  /// taken for the label's.
  @Test
  void aPartThatLeavesForALabelWithAValueLeavesTheRestOfTheStackAlone()
      throws IOException, InterruptedException {
    assertNothingDiffers("part_left_with_value", 100_007, 100_064);
  }

  /// Cut as finely as can be, so that parts are left in all ways.
  @Test
  void functionsCutIntoSmallPartsDoTheSameAsInNode() throws IOException, InterruptedException {
    Requires.tool("node");
    assertThat(differences(200, 1, 30)).isEmpty();
  }

  /// At any instruction, whatever the structure.
  @Test
  void functionsCutAnywhereDoTheSameAsInNode() throws IOException, InterruptedException {
    Requires.tool("node");
    assertThat(differences(0, 31, 60)).isEmpty();
  }

  /// Those that Node does not know, too.
  @Test
  void allFeaturesGiveTheSameHoweverFunctionsAreCut() throws IOException, InterruptedException {
    Requires.tool("node");
    Set<Feature> all = EnumSet.allOf(Feature.class);
    List<String> differences = new ArrayList<>();
    for (int methodLimit : new int[] {0, 200}) {
      try (FuzzSuite suite = new FuzzSuite(CompilerOptions.DEFAULT.withMethodLimit(methodLimit))) {
        suite.withItself = true;
        for (long seed = 1; seed <= 20; seed++) {
          byte[] module = RandomModule.generate(seed, RandomModule.someOf(all, seed));
          String difference = suite.compare("all-" + methodLimit + "-" + seed, module, seed);
          if (difference != null) {
            differences.add("limit " + methodLimit + ", seed " + seed + ": " + difference);
          }
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  private static List<String> differences(int methodLimit, long first, long last)
      throws IOException, InterruptedException {
    List<String> differences = new ArrayList<>();
    try (FuzzSuite suite = new FuzzSuite(CompilerOptions.DEFAULT.withMethodLimit(methodLimit))) {
      for (long seed = first; seed <= last; seed++) {
        byte[] module = RandomModule.generate(seed, RandomModule.someOf(ALL, seed));
        String difference = suite.compare("cut-" + seed, module, seed);
        if (difference != null) {
          differences.add("seed " + seed + ": " + difference);
        }
      }
    }
    return differences;
  }

  /// Its loops are full of handlers, which read what the code around them changes.
  @Test
  void aLargeFunctionIsCutWithinItsHandlersToo() throws IOException, InterruptedException {
    assertNothingDiffers("handlers_of_large_function", 207_187);
  }

  @Test
  void aSeedAlwaysGivesTheSameModule() {
    assertThat(RandomModule.generate(7, ALL)).isEqualTo(RandomModule.generate(7, ALL));
  }

  /// They are so large that they are cut into parts; once, a part before an else was thought to go
  /// on behind itself.
  @Test
  void largeFunctionsThatWereCutWronglyOnce() throws IOException, InterruptedException {
    assertNothingDiffers("part_before_else", 62, 519, 583);
  }

  @Test
  void codeThatCanBeStoppedDoesTheSameAsInNode() throws IOException, InterruptedException {
    Requires.tool("node");
    List<String> differences = new ArrayList<>();
    try (FuzzSuite suite = new FuzzSuite(CompilerOptions.INTERRUPTIBLE)) {
      for (long seed = 200_000; seed < 200_030; seed++) {
        byte[] module = RandomModule.generate(seed, RandomModule.someOf(ALL, seed));
        String difference = suite.compare("checks-" + seed, module, seed);
        if (difference != null) {
          differences.add("seed " + seed + ": " + difference);
        }
      }
    }
    assertThat(differences).isEmpty();
  }
}
