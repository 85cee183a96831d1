// Five kernels, each in a function of its own: mixing, qsort with a callback, matrix product, a bytecode machine made
// of a switch, and a tree that is all malloc. Compiled to wasm each is an export; natively main runs and times them.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __wasm__
#define KERNEL(name) __attribute__((export_name(#name))) double name(void)
#else
#define KERNEL(name) static double name(void)
#endif
#define ALONE __attribute__((noinline)) static

static uint32_t seed = 1;

static uint32_t next(void) {
  seed = seed * 1664525 + 1013904223;
  return seed;
}

static uint32_t rotl(uint32_t x, int k) {
  return x << k | x >> (32 - k);
}

ALONE uint32_t mix_bytes(const uint8_t *p, size_t n) {
  uint32_t a = 1, b = 2, c = 3, d = 4;
  for (size_t i = 0; i + 16 <= n; i += 16) {
    uint32_t w[4];
    memcpy(w, p + i, 16);
    for (int r = 0; r < 8; r++) {
      a += w[r & 3] ^ rotl(d, 7);
      b ^= rotl(a, 13);
      c += b;
      d ^= rotl(c, 17) + a;
    }
  }
  return a ^ b ^ c ^ d;
}

KERNEL(mix) {
  uint8_t *buffer = malloc(1 << 20);
  for (int i = 0; i < 1 << 20; i++) buffer[i] = i * 7;
  uint32_t sum = 0;
  for (int i = 0; i < 40; i++) sum += mix_bytes(buffer + 16 * (i & 7), (1 << 20) - 128);
  free(buffer);
  return sum;
}

static int compare(const void *a, const void *b) {
  int x = *(const int *)a, y = *(const int *)b;
  return (x > y) - (x < y);
}

KERNEL(sort) {
  int *values = malloc(4 * 500000);
  seed = 1;
  for (int k = 0; k < 2; k++) {
    for (int i = 0; i < 500000; i++) values[i] = next() >> 4;
    qsort(values, 500000, 4, compare);
  }
  double result = values[1000];
  free(values);
  return result;
}

static double A[256][256], B[256][256], C[256][256];

ALONE void multiply(void) {
  for (int k = 0; k < 3; k++)
    for (int i = 0; i < 256; i++)
      for (int j = 0; j < 256; j++) {
        double x = 0;
        for (int q = 0; q < 256; q++) x += A[i][q] * B[q][j];
        C[i][j] = x;
      }
}

KERNEL(matmul) {
  for (int i = 0; i < 256; i++)
    for (int j = 0; j < 256; j++) {
      A[i][j] = i + j;
      B[i][j] = i - j;
    }
  multiply();
  return C[7][9];
}

ALONE int64_t interpret(const uint8_t *code, int64_t n) {
  int64_t st[64];
  int sp = 0;
  int64_t r[8] = {0};
  r[0] = n;
  int pc = 0;
  for (;;) {
    switch (code[pc++]) {
      case 0: return r[1];
      case 1: st[sp++] = r[code[pc++]]; break;
      case 2: r[code[pc++]] = st[--sp]; break;
      case 3: sp--; st[sp - 1] += st[sp]; break;
      case 4: sp--; st[sp - 1] -= st[sp]; break;
      case 5: sp--; st[sp - 1] *= st[sp]; break;
      case 6: st[sp++] = (int8_t)code[pc++]; break;
      case 7: if (st[--sp] != 0) pc = code[pc]; else pc++; break;
      case 8: pc = code[pc]; break;
      case 9: sp--; st[sp - 1] ^= st[sp]; break;
      case 10: sp--; st[sp - 1] = st[sp - 1] < st[sp]; break;
      default: abort();
    }
  }
}

KERNEL(vm) {
  static const uint8_t code[] = {1, 0, 1, 1, 3, 1, 0, 9, 2, 1, 1, 0, 6, 1, 4, 2, 0, 1, 0, 7, 0, 0};
  return (double)interpret(code, 3000000);
}

struct node {
  struct node *left, *right;
  int key;
};

static struct node *insert(struct node *t, int key) {
  if (!t) {
    t = malloc(sizeof *t);
    t->left = t->right = 0;
    t->key = key;
    return t;
  }
  if (key < t->key)
    t->left = insert(t->left, key);
  else if (key > t->key)
    t->right = insert(t->right, key);
  return t;
}

static int64_t sum(struct node *t) {
  return t ? t->key + sum(t->left) + sum(t->right) : 0;
}

static void release(struct node *t) {
  if (t) {
    release(t->left);
    release(t->right);
    free(t);
  }
}

KERNEL(tree) {
  struct node *root = 0;
  seed = 1;
  for (int i = 0; i < 300000; i++) root = insert(root, next() >> 8);
  double result = (double)sum(root);
  release(root);
  return result;
}

#ifndef __wasm__
#include <stdio.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

// Prints "NAME RESULT SECONDS" for each kernel and repetition.
int main(int argc, char **argv) {
  static const struct {
    const char *name;
    double (*run)(void);
  } kernels[] = {{"mix", mix}, {"sort", sort}, {"matmul", matmul}, {"vm", vm}, {"tree", tree}};
  int repetitions = argc > 1 ? atoi(argv[1]) : 5;
  for (int k = 0; k < 5; k++)
    for (int i = 0; i < repetitions; i++) {
      double start = now();
      double result = kernels[k].run();
      printf("%s %.0f %.6f\n", kernels[k].name, result, now() - start);
    }
}
#endif
