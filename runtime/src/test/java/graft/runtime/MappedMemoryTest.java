package graft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.format.Limits;
import graft.format.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Memories that threads share, and what hosts see of them.
@Timeout(120)
final class MappedMemoryTest {
  private static final int ROUNDS = 20_000;

  private final Memory memory = shared(1, 65_536);

  private static Memory shared(long minimum, long maximum) {
    return new Memory(new MemoryType(new Limits(minimum, maximum, true, false)));
  }

  @Test
  void updatesOfSeveralThreadsAreAllCounted() {
    inThreads(
        4,
        _ -> {
          for (int i = 0; i < ROUNDS; i++) {
            Atomics.add(0, 1, memory, 0, 8);
            Atomics.add(8, 1, memory, 0, 4);
            // Neighbours in one word.
            Atomics.add(12, 1, memory, 0, 1);
            Atomics.sub(14, 1, memory, 0, 2);
            Atomics.xor(16, 1L << 40, memory, 0, 8);
          }
        });

    assertThat(memory.i64(0)).isEqualTo(4 * ROUNDS);
    assertThat(memory.i32(8)).isEqualTo(4 * ROUNDS);
    assertThat(memory.u8(12)).isEqualTo(4 * ROUNDS & 0xff);
    assertThat(memory.u8(13)).isZero();
    assertThat(memory.u16(14)).isEqualTo(-4 * ROUNDS & 0xffff);
    assertThat(memory.i64(16)).isZero();
  }

  @Test
  void aLockOfOneByteExcludesOthers() {
    inThreads(
        3,
        _ -> {
          for (int i = 0; i < ROUNDS; i++) {
            while (Atomics.cmpxchg(101, 0, 1, memory, 0, 1) != 0) {
              Atomics.wait(104, 0, 1000, memory, 0, 4);
            }
            memory.setI32(200, memory.i32(200) + 1);
            Atomics.store(101, 0, memory, 0, 1);
            Atomics.notify(104, 1, memory, 0, 4);
          }
        });

    assertThat(memory.i32(200)).isEqualTo(3 * ROUNDS);
  }

  /// Dekker's algorithm: only with one order for all accesses does at least one thread see the
  /// other's store.
  @Test
  void storesAndLoadsHaveOneOrder() {
    for (int round = 0; round < 2_000; round++) {
      memory.setI32(0, 0);
      memory.setI32(64, 0);
      long[] seen = new long[2];
      inThreads(
          2,
          me -> {
            Atomics.store(64L * me, 1, memory, 0, 4);
            seen[me] = Atomics.load(64L * (1 - me), memory, 0, 4);
          });
      assertThat(seen[0] + seen[1]).isPositive();
    }
  }

  @Test
  void growingMovesNothingAndOthersSeeIt() {
    memory.setI32(65_532, 77);
    inThreads(
        4,
        _ -> {
          for (int i = 0; i < 100; i++) {
            int page = memory.grow(1);
            memory.setI32(page * Memory.PAGE, page);
          }
        });

    assertThat(memory.sizeInPages()).isEqualTo(401);
    assertThat(memory.i32(65_532)).isEqualTo(77);
    for (int page = 1; page <= 400; page++) {
      assertThat(memory.i32(page * Memory.PAGE)).isEqualTo(page);
    }
  }

  @Test
  void growingEndsAtTheMaximum() {
    Memory small = shared(1, 3);
    assertThat(small.grow(3)).isEqualTo(-1);
    assertThat(small.grow(2)).isEqualTo(1);
    assertThat(small.grow(1)).isEqualTo(-1);
    assertThat(small.grow(0)).isEqualTo(3);
    assertThat(small.type().limits().minimum()).isEqualTo(3);
  }

  @Test
  void hostsReachAddressesAboveTwoGigabytes() {
    Memory large = new Memory(new MemoryType(Limits.of(65_536, 65_536L)));
    assertThat(large.isMapped()).isTrue();
    assertThat(large.sizeInBytes()).isEqualTo(1L << 32);
    int high = 0xffff_fff0;
    large.write(high, "a word".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(large.cString(high)).isEqualTo("a word");
    assertThat(large.buffer(high, 2).get(1)).isEqualTo((byte) ' ');
    large.move(0x7fff_fffe, high, 6);
    assertThat(large.utf8(0x7fff_fffe, 6)).isEqualTo("a word");
    large.setF64(0x8000_0001, 1.5);
    assertThat(large.f64(0x8000_0001)).isEqualTo(1.5);
    large.fill(0x8000_0000, 16, 1);
    assertThat(large.i64(0x8000_0008)).isEqualTo(0x0101_0101_0101_0101L);
    assertThatThrownBy(() -> large.i32(-3)).hasMessage("out of bounds memory access");
    assertThatThrownBy(() -> large.read(-1, 2)).hasMessage("out of bounds memory access");
  }

  @Test
  void limitsOfTheHostCount() {
    MemoryType type = new MemoryType(new Limits(16, 100L, true, false));
    assertThatThrownBy(() -> new Memory(type, 15))
        .hasMessage("a memory of 1 MiB: more than the limit of 960 KiB");
    Memory limited = new Memory(type, 17);
    assertThat(limited.grow(2)).isEqualTo(-1);
    assertThat(limited.grow(1)).isEqualTo(16);
  }

  @Test
  void whatTheSystemDoesNotGiveIsRefused() {
    MemoryType type = new MemoryType(new Limits(Memory.MAX_MAPPED_PAGES + 1L, null, false, true));
    assertThatThrownBy(() -> new Memory(type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a memory of 67108928 KiB: more than the limit of 64 GiB");
  }

  private interface Task {
    void run(int number);
  }

  private static void inThreads(int count, Task task) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      all.add(
          CompletableFuture.runAsync(
              () -> task.run(number),
              number % 2 == 0 ? Thread::startVirtualThread : run -> new Thread(run).start()));
    }
    all.forEach(CompletableFuture::join);
  }

  @Test
  void interruptedThreadsCanMakeThem() {
    Thread.currentThread().interrupt();
    Memory memory = new Memory(new MemoryType(new Limits(1, 2L, true, false)));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(memory.sizeInPages()).isEqualTo(1);
  }
}
