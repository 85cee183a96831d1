package graft.testing.mutate;

import static org.assertj.core.api.Assertions.assertThat;

import graft.testing.mutate.MutantRunner.Outcome;
import graft.testkit.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A seeded sample of what `./dev mutate` tries: so many mutants of each small module of the linked
/// cases.
class MutateTest {
  private static final long SEED = 20_251;
  private static final int SMALL = 64 << 10;

  @Test
  void damagedModulesAreRefusedCleanly() throws IOException, InterruptedException {
    MutateSuite suite = new MutateSuite(false);
    int tried = 0;
    for (Path file : modules()) {
      byte[] module = Files.readAllBytes(file);
      SplittableRandom random = new SplittableRandom(SEED);
      List<Mutant> mutants = new ArrayList<>(Mutations.truncations(module, 0, random));
      Collections.shuffle(mutants, new Random(SEED));
      mutants = new ArrayList<>(mutants.subList(0, Math.min(50, mutants.size())));
      mutants.addAll(Mutations.flips(module, 50, random));
      suite.tryAll(file, mutants, SEED, Long.MAX_VALUE);
      tried += mutants.size();
    }
    assertThat(suite.failures()).isEmpty();
    assertThat(total(suite)).isEqualTo(tried).isGreaterThanOrEqualTo(10_000);
    assertAtLeast(suite, Outcome.MALFORMED, 5_000);
    assertAtLeast(suite, Outcome.INVALID, 500);
    assertAtLeast(suite, Outcome.RAN, 1_000);
  }

  @Test
  void damagedModulesRunOrFailCleanly() throws IOException, InterruptedException {
    MutateSuite suite = new MutateSuite(true);
    int tried = 0;
    for (Path file : modules()) {
      byte[] module = Files.readAllBytes(file);
      List<Mutant> mutants = Mutations.flips(module, 10, new SplittableRandom(SEED + 1));
      suite.tryAll(file, mutants, SEED + 1, Long.MAX_VALUE);
      tried += mutants.size();
    }
    assertThat(suite.failures()).isEmpty();
    assertThat(total(suite)).isEqualTo(tried).isGreaterThanOrEqualTo(1_000);
    assertAtLeast(suite, Outcome.MALFORMED, 200);
    assertAtLeast(suite, Outcome.INVALID, 100);
    // What the loader refuses counts as run: each of these modules belongs to a program.
    assertAtLeast(suite, Outcome.RAN, 500);
  }

  private static List<Path> modules() throws IOException {
    Path cases = Requires.shared("cases");
    List<Path> small = new ArrayList<>();
    for (Path file : Corpus.modules()) {
      boolean linked =
          file.startsWith(cases) || file.startsWith(Requires.root().resolve("dl/src/test/cases"));
      if (linked && Files.size(file) < SMALL) {
        small.add(file);
      }
    }
    return small;
  }

  private static int total(MutateSuite suite) {
    return suite.outcomes().values().stream().mapToInt(Integer::intValue).sum();
  }

  private static void assertAtLeast(MutateSuite suite, Outcome outcome, int count) {
    assertThat(suite.outcomes().getOrDefault(outcome, 0))
        .as("%s of %s", outcome, suite.outcomes())
        .isGreaterThanOrEqualTo(count);
  }
}
