#pragma once
#include <cstdarg>
#include <cstddef>
#include <cstdint>
struct Small { char c; };
struct One { long long v; };
struct OneDouble { double v; };
struct Pair { int a; double b; };
struct Large { int64_t v[6]; };
struct Empty {};
struct Bits { unsigned a : 3; int b : 11; unsigned long long c : 40; };
union Either { float f; uint32_t bits; };
struct Base { int x = 5; virtual int get(int y) { return x + y; } virtual ~Base() {} };
struct Other { int z = 8; virtual int two() { return z; } virtual ~Other() {} };
struct Both : Base, Other { int get(int y) override; int two() override; int plain(int) const; };
extern "C" {
signed char f_char(signed char, unsigned char);
short f_short(short, unsigned short);
bool f_bool(bool);
long long f_i64(long long, unsigned long long, int);
uint64_t f_u64(uint64_t);
float f_float(float, double);
double f_double(double, float, long long);
long double f_long_double(long double, int);
__int128 f_i128(__int128, unsigned __int128);
Small f_small(Small);
One f_one(One);
OneDouble f_one_double(OneDouble);
Pair f_pair(Pair, int);
Large f_large(Large, One);
Empty f_empty(Empty, int *);
Bits f_bits(Bits);
Either f_either(Either);
int f_sum(const char *types, ...);
int f_vsum(const char *types, va_list);
long long f_call(long long (*)(long long, int, float), long long);
Large f_call_large(Large (*)(Large, double), int);
Pair *f_pointer(Pair *);
int f_many(int, int, int, int, int, int, int, int, int, int, long long, double, float, int);
}
using Member = int (Base::*)(int);
using Field = int Both::*;
int call_member(Base *, Member, int);
int read_field(Both *, Field);
Member get_member();
