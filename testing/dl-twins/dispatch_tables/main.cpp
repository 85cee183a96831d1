#include "ops.h"
extern "C" { extern Op const mixed[5]; int run_steps(int louder); }
static int late(int a, int b) { return a * b + 1; }
static const Op local[4] = {late, add, sub, 0};
int run(void) {
  for (const Entry &each : base_entries) { put_str(each.name); put_int(each.op ? each.op(7, each.weight) : -1); }
  for (Op each : mixed) put_int(each ? each(9, 2) : -1);
  put_int(mixed[0] == add); put_int(mixed[0] == base_entries[0].op); put_int(local[1] == pick("add")); put_int(is_add(local[1])); put_int(is_add(late)); put_int(pick("none") == 0);
  put_int(run_steps(0)); put_int(run_steps(1));
  for (int i = 0; i < 3; i++) {
    void *plug = dlopen("plug.so", RTLD_NOW);
    Op power = ((Op (*)())dlsym(plug, "plug_power"))();
    put_int(power(3, 4)); put_int(slots[slot_count - 2] == power); put_int(slots[slot_count - 2](2, 5)); put_int(slots[slot_count - 1] == add);
    put_int((Op)dlsym(plug, "add") == add);
  }
  Op sorted[4] = {late, add, sub, mul}; Op before = sorted[0];
  for (int i = 0; i < 4; i++) for (int j = i + 1; j < 4; j++) if ((unsigned long)sorted[j] < (unsigned long)sorted[i]) { Op t = sorted[i]; sorted[i] = sorted[j]; sorted[j] = t; }
  int sum = 0; for (Op each : sorted) sum += each(6, 3); put_int(sum); put_int(before(2, 3));
  return 0;
}
