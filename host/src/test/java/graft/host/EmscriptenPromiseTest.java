package graft.host;

import static graft.host.FakeGuest.SCRATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.Trap;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `emscripten/promise.h`.
final class EmscriptenPromiseTest {
  private static final int FULFILL = 0;
  private static final int MATCH = 1;
  private static final int MATCH_RELEASE = 2;
  private static final int REJECT = 3;

  private final FakeGuest guest = new FakeGuest();
  private final EmscriptenHost host = EmscriptenHost.of(guest, HostOptions.builder().build());
  private final List<String> seen = new ArrayList<>();
  private int slots;

  private int call(String name, Object... arguments) {
    return (Integer) FakeGuest.call(host, "env", "emscripten_promise_" + name, "i", arguments);
  }

  private void run(String name, Object... arguments) {
    FakeGuest.call(host, "env", "emscripten_promise_" + name, "v", arguments);
  }

  /// A callback that notes its value and answers.
  private int callback(String name, int answer, int result) {
    int slot = ++slots;
    guest
        .table()
        .set(
            slot,
            FakeGuest.function(
                name,
                "i iii",
                arguments -> {
                  seen.add(name + " " + arguments[1] + " " + arguments[2]);
                  guest.memory().setI32((Integer) arguments[0], result);
                  return answer;
                }));
    return slot;
  }

  @Test
  void callbacksRunLaterAndTheirAnswersArePassedOn() {
    int first = call("create");
    int second = call("then", first, callback("one", FULFILL, 8), callback("no", FULFILL, 0), 1);
    int third = call("then", second, callback("two", REJECT, 9), 0, 2);
    call(
        "then",
        call("then", third, callback("no", FULFILL, 0), 0, 3),
        0,
        callback("failed", FULFILL, 0),
        4);
    run("resolve", first, FULFILL, 7);
    run("resolve", first, REJECT, 70);
    run("destroy", first);
    assertThat(seen).isEmpty();

    guest.eventLoop().run();

    assertThat(seen).containsExactly("one 1 7", "two 2 8", "failed 4 9");
    assertThatThrownBy(() -> run("destroy", first))
        .isInstanceOf(Trap.class)
        .hasMessageContaining("there is no promise " + first);
  }

  @Test
  void aPromiseFollowsAnother() {
    int first = call("create");
    int second = call("create");
    int third = call("create");
    run("resolve", second, MATCH, first);
    run("resolve", second, FULFILL, 1);
    run("resolve", third, MATCH_RELEASE, second);
    call("then", third, callback("third", FULFILL, 0), 0, 0);
    guest.eventLoop().run();
    assertThat(seen).isEmpty();
    run("resolve", first, FULFILL, 5);
    guest.eventLoop().run();
    assertThat(seen).containsExactly("third 0 5");
    assertThatThrownBy(() -> run("destroy", second)).isInstanceOf(Trap.class);
    assertThatThrownBy(() -> run("resolve", call("create"), 4, 0))
        .isInstanceOf(Trap.class)
        .hasMessageContaining("a promise cannot be resolved in way 4");
  }

  private int settled(int result, int value) {
    int promise = call("create");
    run("resolve", promise, result, value);
    return promise;
  }

  private int array(int... words) {
    int address = guest.malloc(4 * words.length);
    for (int i = 0; i < words.length; i++) {
      guest.memory().setI32(address + 4 * i, words[i]);
    }
    return address;
  }

  private List<Integer> words(int address, int count) {
    List<Integer> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(guest.memory().i32(address + 4 * i));
    }
    return words;
  }

  private List<Integer> await(int promise) {
    run("await", SCRATCH, promise);
    return words(SCRATCH, 2);
  }

  @Test
  void severalPromisesAreOne() {
    int good = array(settled(FULFILL, 1), settled(FULFILL, 2));
    int mixed = array(settled(REJECT, 3), settled(FULFILL, 4));
    int bad = array(settled(REJECT, 5), settled(REJECT, 6));
    int results = guest.malloc(16);

    assertThat(await(call("all", good, results, 2))).containsExactly(FULFILL, results);
    assertThat(words(results, 2)).containsExactly(1, 2);
    assertThat(await(call("all", mixed, results, 2))).containsExactly(REJECT, 3);
    assertThat(await(call("all", mixed, 0, 0))).containsExactly(FULFILL, 0);
    assertThat(await(call("all_settled", mixed, results, 2))).containsExactly(FULFILL, results);
    assertThat(words(results, 4)).containsExactly(REJECT, 3, FULFILL, 4);
    assertThat(await(call("any", mixed, results, 2))).containsExactly(FULFILL, 4);
    assertThat(await(call("any", bad, results, 2))).containsExactly(REJECT, results);
    assertThat(words(results, 2)).containsExactly(5, 6);
    assertThat(await(call("race", mixed, 2))).containsExactly(REJECT, 3);
  }

  @Test
  void waitingForWhatNothingCanSettleIsAnError() {
    assertThatThrownBy(() -> await(call("create")))
        .isInstanceOf(Trap.class)
        .hasMessageContaining("a promise that nothing can settle any more");
  }
}
