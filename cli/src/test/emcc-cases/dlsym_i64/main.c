#include <dlfcn.h>
#include <stdio.h>

long long from_main(long long value) { return value ^ 0x5555555555555555LL; }

int main() {
  void *side = dlopen("side.so", RTLD_NOW);
  long long (*scale)(long long, int) = dlsym(side, "scale");
  long long (**steps)(long long) = dlsym(side, "steps");
  long long (*apply)(long long (*)(long long), long long) = dlsym(side, "apply");
  double (*mixed)(float, long long, double, unsigned long long) = dlsym(side, "mixed");
  long long (*round_trip)(long long) = dlsym(side, "round_trip");
  printf("%lld\n", scale(0x123456789abcdefLL, -7));
  printf("%lld %d\n", steps[0](1LL << 40), steps[1] == 0);
  printf("%lld\n", apply(from_main, 1LL << 50));
  printf("%lld\n", apply(steps[0], 0));
  printf("%.2f\n", mixed(0.5f, 1LL << 33, 0.25, 3));
  printf("%lld\n", round_trip(1LL << 60));
  return 0;
}
