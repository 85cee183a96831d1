package graft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.format.Limits;
import graft.format.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Sizes, alignment, and who wakes whom.
@Timeout(60)
final class AtomicsTest {
  private static final long SECOND = 1_000_000_000;

  private final Memory memory = new Memory(new MemoryType(new Limits(1, 1L, true, false)));

  @Test
  void onlyTheBytesOfAnOperationChange() {
    memory.setI64(8, 0x1111_1111_1111_1111L);
    assertThat(Atomics.add(8, 0xffff_fff0L, memory, 2, 2)).isEqualTo(0x1111);
    assertThat(memory.i64(8)).isEqualTo(0x1111_1111_1101_1111L);
    assertThat(Atomics.sub(8, 0x12, memory, 0, 1)).isEqualTo(0x11);
    assertThat(memory.i64(8)).isEqualTo(0x1111_1111_1101_11ffL);
    assertThat(Atomics.xchg(8, -1, memory, 4, 4)).isEqualTo(0x1111_1111);
    assertThat(Atomics.load(8, memory, 4, 4)).isEqualTo(0xffff_ffffL);
    assertThat(Atomics.xor(8, -1, memory, 0, 8)).isEqualTo(0xffff_ffff_1101_11ffL);
    assertThat(Atomics.or(8, 0xf0, memory, 0, 1)).isZero();
    assertThat(Atomics.and(8, 0x3c, memory, 0, 1)).isEqualTo(0xf0);
    Atomics.store(8, 0x1234, memory, 6, 2);
    assertThat(memory.i64(8)).isEqualTo(0x1234_0000_eefe_ee30L);
  }

  @Test
  void whatIsExpectedIsCutToTheSize() {
    memory.setI32(0, 0x7777_7777);
    assertThat(Atomics.cmpxchg(0, 0x1_77, 0x88, memory, 0, 1)).isEqualTo(0x77);
    assertThat(memory.i32(0)).isEqualTo(0x7777_7788);
    assertThat(Atomics.cmpxchg(0, 0x77, 0x99, memory, 0, 1)).isEqualTo(0x88);
    assertThat(memory.i32(0)).isEqualTo(0x7777_7788);
  }

  @Test
  void alignmentIsThatOfAddressAndOffsetTogether() {
    assertThatThrownBy(() -> Atomics.load(4, memory, 0, 8)).hasMessage("unaligned atomic");
    assertThat(Atomics.load(4, memory, 4, 8)).isZero();
    assertThatThrownBy(() -> Atomics.load(65_532, memory, 4, 4))
        .hasMessage("out of bounds memory access");
    assertThatThrownBy(() -> Atomics.load(-8, memory, 8, 8))
        .hasMessage("out of bounds memory access");
  }

  @Test
  void waitingNeedsASharedMemory() {
    Memory own = new Memory(new MemoryType(Limits.of(1, null)));
    assertThatThrownBy(() -> Atomics.wait(0, 0, 0, own, 0, 4)).hasMessage("expected shared memory");
    assertThat(Atomics.notify(0, 1, own, 0, 4)).isZero();
  }

  @Test
  void nobodyWaitsForAnotherValueOrBeyondTheTimeout() {
    memory.setI32(4, -5);
    assertThat(Atomics.wait(4, 5, -1, memory, 0, 4)).isEqualTo(1);
    assertThat(Atomics.wait(4, -5, 0, memory, 0, 4)).isEqualTo(2);
    assertThat(Atomics.wait(4, -5 & 0xffff_ffffL, 1_000_000, memory, 0, 4)).isEqualTo(2);
    assertThat(Atomics.notify(4, 1, memory, 0, 4)).isZero();
  }

  @Test
  void asManyAreWokenAsAskedFor() throws Exception {
    List<CompletableFuture<Long>> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiting.add(CompletableFuture.supplyAsync(this::waitAt16, Thread::startVirtualThread));
    }
    assertThat(Atomics.notify(24, -1, memory, 0, 4)).isZero();
    long woken = 0;
    while (woken < 2) {
      woken += Atomics.notify(16, 2 - woken, memory, 0, 4);
    }
    CompletableFuture.anyOf(waiting.toArray(CompletableFuture[]::new)).get();
    while (woken < 3) {
      woken += Atomics.notify(16, 0xffff_ffffL, memory, 0, 4);
    }
    for (CompletableFuture<Long> each : waiting) {
      assertThat(each.get()).isZero();
    }
  }

  private long waitAt16() {
    return Atomics.wait(0, 0, 100 * SECOND, memory, 16, 8);
  }

  @Test
  void anInterruptEndsAnEndlessWait() {
    CompletableFuture<Long> result = new CompletableFuture<>();
    Thread waiter =
        Thread.startVirtualThread(() -> {
          try {
            result.complete(Atomics.wait(0, 0, -1, memory, 0, 4));
          } catch (Trap e) {
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            result.completeExceptionally(e);
          }
        });
    waiter.interrupt();
    assertThatThrownBy(result::get)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("interrupted")
        .hasRootCauseInstanceOf(Trap.class);
    assertThat(Atomics.notify(0, 1, memory, 0, 4)).isZero();
  }
}
