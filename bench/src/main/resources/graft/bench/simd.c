// Kernels in vector instructions (-msimd128), each an export: some written with intrinsics, some vectorised by clang.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wasm_simd128.h>

#define KERNEL(name) __attribute__((export_name(#name))) double name(void)
#define ALONE __attribute__((noinline)) static

static uint32_t seed = 1;

static uint32_t next(void) {
  seed = seed * 1664525 + 1013904223;
  return seed >> 8;
}

// y = a * x + y, and the dot product of both.

ALONE void saxpy(float a, const float *x, float *y, int n) {
  v128_t scale = wasm_f32x4_splat(a);
  for (int i = 0; i < n; i += 4) {
    wasm_v128_store(y + i, wasm_f32x4_add(wasm_f32x4_mul(scale, wasm_v128_load(x + i)), wasm_v128_load(y + i)));
  }
}

ALONE float dot_product(const float *x, const float *y, int n) {
  v128_t sums = wasm_f32x4_splat(0);
  for (int i = 0; i < n; i += 4) {
    sums = wasm_f32x4_add(sums, wasm_f32x4_mul(wasm_v128_load(x + i), wasm_v128_load(y + i)));
  }
  return wasm_f32x4_extract_lane(sums, 0) + wasm_f32x4_extract_lane(sums, 1) + wasm_f32x4_extract_lane(sums, 2) +
         wasm_f32x4_extract_lane(sums, 3);
}

KERNEL(dot) {
  enum { N = 4096 };
  static float x[N], y[N];
  for (int i = 0; i < N; i++) x[i] = i % 17, y[i] = i % 5;
  double sum = 0;
  for (int k = 0; k < 4000; k++) {
    saxpy(k & 1 ? 1 : -1, x, y, N);
    sum += dot_product(x, y, N);
  }
  return sum;
}

// The first byte of a kind.

ALONE const uint8_t *find(const uint8_t *p, uint8_t wanted, const uint8_t *end) {
  v128_t all = wasm_i8x16_splat(wanted);
  for (; p + 16 <= end; p += 16) {
    uint32_t hits = wasm_i8x16_bitmask(wasm_i8x16_eq(wasm_v128_load(p), all));
    if (hits) return p + __builtin_ctz(hits);
  }
  return 0;
}

KERNEL(find_byte) {
  enum { N = 1 << 16 };
  static uint8_t text[N];
  memset(text, 'a', N);
  for (int i = 200; i < N; i += 500) text[i] = '\n';
  double sum = 0;
  for (int k = 0; k < 1500; k++) {
    for (const uint8_t *p = text; (p = find(p, '\n', text + N)); p++) sum += p - text;
  }
  return sum;
}

// Base64: 12 bytes to 16 letters, with lookups by i8x16.swizzle (after Muła).

ALONE void encode(const uint8_t *from, uint8_t *to, int blocks) {
  const v128_t offsets = wasm_i8x16_make('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                                         '0' - 52, '0' - 52, '0' - 52, '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0);
  for (int i = 0; i < blocks; i++, from += 12, to += 16) {
    v128_t in = wasm_v128_load(from);
    in = wasm_i8x16_shuffle(in, in, 1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
    v128_t a = wasm_u32x4_shr(wasm_v128_and(in, wasm_i32x4_splat(0x0000fc00)), 10);
    v128_t b = wasm_i32x4_shl(wasm_v128_and(in, wasm_i32x4_splat(0x000003f0)), 4);
    v128_t c = wasm_u32x4_shr(wasm_v128_and(in, wasm_i32x4_splat(0x0fc00000)), 6);
    v128_t d = wasm_i32x4_shl(wasm_v128_and(in, wasm_i32x4_splat(0x003f0000)), 8);
    v128_t six = wasm_v128_or(wasm_v128_or(a, b), wasm_v128_or(c, d));
    v128_t row = wasm_u8x16_sub_sat(six, wasm_i8x16_splat(51));
    v128_t small = wasm_i8x16_gt(wasm_i8x16_splat(26), six);
    row = wasm_v128_or(row, wasm_v128_and(small, wasm_i8x16_splat(13)));
    wasm_v128_store(to, wasm_i8x16_add(six, wasm_i8x16_swizzle(offsets, row)));
  }
}

KERNEL(base64) {
  enum { BLOCKS = 4096 };
  static uint8_t from[BLOCKS * 12 + 4], to[BLOCKS * 16];
  seed = 1;
  for (int i = 0; i < (int)sizeof from; i++) from[i] = next();
  double sum = 0;
  for (int k = 0; k < 800; k++) {
    from[k] += k;
    encode(from, to, BLOCKS);
    sum += to[k * 7];
  }
  return sum;
}

// Four points of the Mandelbrot set at once.

ALONE int escape(v128_t x0, v128_t y0) {
  v128_t x = x0, y = y0, counts = wasm_i32x4_splat(0), four = wasm_f32x4_splat(4);
  for (int i = 0; i < 100; i++) {
    v128_t xx = wasm_f32x4_mul(x, x), yy = wasm_f32x4_mul(y, y);
    v128_t inside = wasm_f32x4_le(wasm_f32x4_add(xx, yy), four);
    if (!wasm_v128_any_true(inside)) break;
    counts = wasm_i32x4_sub(counts, inside);
    v128_t xy = wasm_f32x4_mul(x, y);
    y = wasm_f32x4_add(wasm_f32x4_add(xy, xy), y0);
    x = wasm_f32x4_add(wasm_f32x4_sub(xx, yy), x0);
  }
  return wasm_i32x4_extract_lane(counts, 0) + wasm_i32x4_extract_lane(counts, 1) + wasm_i32x4_extract_lane(counts, 2) +
         wasm_i32x4_extract_lane(counts, 3);
}

KERNEL(mandelbrot) {
  double sum = 0;
  for (int row = 0; row < 512; row++) {
    v128_t y = wasm_f32x4_splat(row / 256.0f - 1);
    for (int column = 0; column < 512; column += 4) {
      float x = column / 200.0f - 2;
      sum += escape(wasm_f32x4_make(x, x + 0.005f, x + 0.01f, x + 0.015f), y);
    }
  }
  return sum;
}

// One image over another, in 16-bit lanes.

ALONE void blend_row(uint8_t *to, const uint8_t *over, int alpha, int n) {
  v128_t a = wasm_i16x8_splat(alpha), b = wasm_i16x8_splat(256 - alpha);
  for (int i = 0; i < n; i += 16) {
    v128_t x = wasm_v128_load(over + i), y = wasm_v128_load(to + i);
    v128_t low = wasm_i16x8_add(wasm_i16x8_mul(wasm_u16x8_extend_low_u8x16(x), a),
                                wasm_i16x8_mul(wasm_u16x8_extend_low_u8x16(y), b));
    v128_t high = wasm_i16x8_add(wasm_i16x8_mul(wasm_u16x8_extend_high_u8x16(x), a),
                                 wasm_i16x8_mul(wasm_u16x8_extend_high_u8x16(y), b));
    wasm_v128_store(to + i, wasm_u8x16_narrow_i16x8(wasm_u16x8_shr(low, 8), wasm_u16x8_shr(high, 8)));
  }
}

KERNEL(blend) {
  enum { N = 1 << 15 };
  static uint8_t to[N], over[N];
  seed = 1;
  for (int i = 0; i < N; i++) to[i] = next(), over[i] = next();
  double sum = 0;
  for (int k = 0; k < 2500; k++) {
    blend_row(to, over, 16 + (k & 127), N);
    sum += to[k & 1023];
  }
  return sum;
}

// What clang makes of plain loops.

ALONE void multiply(const float *restrict a, const float *restrict b, float *restrict c, int n) {
  for (int i = 0; i < n; i++) {
    for (int k = 0; k < n; k++) {
      float each = a[i * n + k];
      for (int j = 0; j < n; j++) c[i * n + j] += each * b[k * n + j];
    }
  }
}

KERNEL(matmul) {
  enum { N = 256 };
  static float a[N * N], b[N * N], c[N * N];
  for (int i = 0; i < N * N; i++) a[i] = i % 7, b[i] = i % 11, c[i] = 0;
  for (int k = 0; k < 3; k++) multiply(a, b, c, N);
  double sum = 0;
  for (int i = 0; i < N * N; i++) sum += c[i];
  return sum;
}

ALONE uint32_t sum_bytes(const uint8_t *p, int n) {
  uint32_t sum = 0;
  for (int i = 0; i < n; i++) sum += p[i];
  return sum;
}

KERNEL(bytes) {
  enum { N = 1 << 16 };
  static uint8_t values[N];
  for (int i = 0; i < N; i++) values[i] = i * 7;
  double sum = 0;
  for (int k = 0; k < 1000; k++) {
    values[k]++;
    sum += sum_bytes(values, N);
  }
  return sum;
}

// UTF-8 is checked by three tables of 16 rows (after Keiser and Lemire).

#define TABLE(...) wasm_i8x16_make(__VA_ARGS__)
#define TWO_CONTS -128
#define CARRY (1 | 2 | TWO_CONTS)

static v128_t previous(v128_t now, v128_t before, int bytes) {
  return bytes == 1   ? wasm_i8x16_shuffle(before, now, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)
         : bytes == 2 ? wasm_i8x16_shuffle(before, now, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29)
                      : wasm_i8x16_shuffle(before, now, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28);
}

ALONE int is_utf8(const uint8_t *p, int n) {
  const v128_t first_high = TABLE(2, 2, 2, 2, 2, 2, 2, 2, TWO_CONTS, TWO_CONTS, TWO_CONTS, TWO_CONTS, 1 | 32, 1,
                                  1 | 4 | 16, 1 | 8 | 64);
  const v128_t first_low = TABLE(CARRY | 4 | 32 | 64, CARRY | 32, CARRY, CARRY, CARRY | 8, CARRY | 8 | 64,
                                 CARRY | 8 | 64, CARRY | 8 | 64, CARRY | 8 | 64, CARRY | 8 | 64, CARRY | 8 | 64,
                                 CARRY | 8 | 64, CARRY | 8 | 64, CARRY | 8 | 64 | 16, CARRY | 8 | 64, CARRY | 8 | 64);
  const v128_t second_high = TABLE(1, 1, 1, 1, 1, 1, 1, 1, 2 | 32 | TWO_CONTS | 4 | 64, 2 | 32 | TWO_CONTS | 4 | 8,
                                   2 | 32 | TWO_CONTS | 16 | 8, 2 | 32 | TWO_CONTS | 16 | 8, 1, 1, 1, 1);
  v128_t error = wasm_i8x16_splat(0), before = wasm_i8x16_splat(0), low4 = wasm_i8x16_splat(15);
  for (int i = 0; i < n; i += 16) {
    v128_t now = wasm_v128_load(p + i);
    v128_t one = previous(now, before, 1);
    v128_t special = wasm_v128_and(wasm_v128_and(wasm_i8x16_swizzle(first_high, wasm_u8x16_shr(one, 4)),
                                                 wasm_i8x16_swizzle(first_low, wasm_v128_and(one, low4))),
                                   wasm_i8x16_swizzle(second_high, wasm_u8x16_shr(now, 4)));
    v128_t third = wasm_u8x16_sub_sat(previous(now, before, 2), wasm_i8x16_splat(0xe0 - 0x80));
    v128_t fourth = wasm_u8x16_sub_sat(previous(now, before, 3), wasm_i8x16_splat(0xf0 - 0x80));
    v128_t must = wasm_v128_and(wasm_v128_or(third, fourth), wasm_i8x16_splat(TWO_CONTS));
    error = wasm_v128_or(error, wasm_v128_xor(must, special));
    before = now;
  }
  return !wasm_v128_any_true(error);
}

KERNEL(utf8) {
  enum { N = 1 << 15 };
  static uint8_t text[N];
  static const char sample[] = "na\xc3\xafve \xe2\x82\xac 12, \xf0\x9f\x90\x8d plain words follow; ";
  for (int i = 0; i < N - 64; i += sizeof sample - 1) memcpy(text + i, sample, sizeof sample - 1);
  double sum = 0;
  for (int k = 0; k < 1200; k++) {
    text[100 + 3 * k] ^= k % 3 ? 0 : 0x80;
    sum += is_utf8(text, N);
    text[100 + 3 * k] ^= k % 3 ? 0 : 0x80;
  }
  return sum;
}
