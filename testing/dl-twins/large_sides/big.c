#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#define R4(x) x, x + 1, x + 2, x + 3
#define R16(x) R4(x), R4(x + 4), R4(x + 8), R4(x + 12)
#define R64(x) R16(x), R16(x + 16), R16(x + 32), R16(x + 48)
#define R256(x) R64(x), R64(x + 64), R64(x + 128), R64(x + 192)
#define R1K(x) R256(x), R256(x + 256), R256(x + 512), R256(x + 768)
int big_data[8192] = {R1K(1), R1K(1025), R1K(2049), R1K(3073), R1K(4097), R1K(5121), R1K(6145), R1K(7169)};
char big_zero[5 << 20];
_Alignas(256) char aligned[64] = "aligned";
_Alignas(4096) static char page[4096];
_Alignas(64) static int zeros[16];
int *const into = &big_data[5000];
int aligned_ok(void) {
  return (uintptr_t)aligned % 256 == 0 && (uintptr_t)page % 4096 == 0 && (uintptr_t)zeros % 64 == 0;
}
long long sum_data(void) { long long s = 0; for (int i = 0; i < 8192; i++) s += big_data[i]; return s; }
int zero(void) { for (size_t i = 0; i < sizeof big_zero; i++) if (big_zero[i]) return 0; return 1; }
void fill(int v) { memset(big_zero, v, sizeof big_zero); page[4095] = v; zeros[15] = v; }
int frame(int n) {
  volatile char large[20000];
  memset((void *)large, n, sizeof large);
  return n == 0 ? large[77] : frame(n - 1) + large[19999];
}
int aligned_frame(int n) {
  _Alignas(128) volatile char local[128];
  local[n] = n;
  return (uintptr_t)local % 128 == 0 ? local[n] : -1;
}
void *grow(size_t n) { char *p = malloc(n); if (p) { p[0] = 1; p[n - 1] = 2; } return p; }
