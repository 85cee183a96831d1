package graft.testing.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import graft.compiler.CompilerOptions;
import graft.testkit.Requires;
import java.io.IOException;
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

  /// A part left for a label that takes a value while another value lay on the stack: that one was
  /// taken for the label's.
  @Test
  void aPartThatLeavesForALabelWithAValueLeavesTheRestOfTheStackAlone()
      throws IOException, InterruptedException {
    Requires.tool("node");
    try (FuzzSuite suite = new FuzzSuite()) {
      for (long seed : new long[] {100_007, 100_064}) {
        byte[] module = RandomModule.generate(seed, RandomModule.someOf(ALL, seed));
        assertThat(suite.compare("exit-" + seed, module, seed)).as("seed %d", seed).isNull();
      }
    }
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
    Requires.tool("node");
    Set<Feature> features =
        EnumSet.of(Feature.MULTI_VALUE, Feature.BULK, Feature.REFERENCES, Feature.EXCEPTIONS);
    byte[] module = RandomModule.generate(207_187, features);
    try (FuzzSuite suite = new FuzzSuite()) {
      assertThat(suite.compare("handlers", module, 207_187)).isNull();
    }
  }

  @Test
  void aSeedAlwaysGivesTheSameModule() {
    assertThat(RandomModule.generate(7, ALL)).isEqualTo(RandomModule.generate(7, ALL));
  }

  /// They are so large that they are cut into parts; once, a part before an else was thought to go
  /// on behind itself.
  @Test
  void largeFunctionsThatWereCutWronglyOnce() throws IOException, InterruptedException {
    Requires.tool("node");
    try (FuzzSuite suite = new FuzzSuite()) {
      for (long seed : new long[] {62, 519, 583}) {
        byte[] module = RandomModule.generate(seed, EnumSet.of(Feature.BULK));
        assertThat(suite.compare("large-" + seed, module, seed)).as("seed %d", seed).isNull();
      }
    }
  }
}
