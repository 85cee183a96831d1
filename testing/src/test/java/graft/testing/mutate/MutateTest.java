package graft.testing.mutate;

import static org.assertj.core.api.Assertions.assertThat;

import graft.testkit.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A seeded sample of what `./dev mutate` tries.
class MutateTest {
  private static final long SEED = 20_251;

  @Test
  void damagedModulesAreRefusedCleanly() throws IOException, InterruptedException {
    Requires.shared("cases");
    MutateSuite suite = new MutateSuite(false);
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    List<Path> modules = new ArrayList<>(Corpus.modules());
    Collections.shuffle(modules, new Random(SEED));
    for (Path file : modules) {
      SplittableRandom random = new SplittableRandom(SEED);
      byte[] module = Files.readAllBytes(file);
      List<Mutant> mutants = new ArrayList<>(Mutations.truncations(module, 20, random));
      Collections.shuffle(mutants, new Random(SEED));
      mutants = new ArrayList<>(mutants.subList(0, Math.min(1000, mutants.size())));
      mutants.addAll(Mutations.flips(module, 50, random));
      suite.tryAll(file, mutants, SEED, deadline);
    }
    assertThat(suite.failures()).isEmpty();
  }

  @Test
  void damagedModulesRunOrFailCleanly() throws IOException, InterruptedException {
    Requires.shared("cases");
    MutateSuite suite = new MutateSuite(true);
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    List<Path> modules = new ArrayList<>(Corpus.modules());
    Collections.shuffle(modules, new Random(SEED));
    for (Path file : modules) {
      byte[] module = Files.readAllBytes(file);
      List<Mutant> mutants = Mutations.flips(module, 4, new SplittableRandom(SEED + 1));
      suite.tryAll(file, mutants, SEED + 1, deadline);
    }
    assertThat(suite.failures()).isEmpty();
  }
}
