#include "twin.h"
typedef struct { int a; double b; long long c; } Big;
typedef struct { int x; } Small;
int sum(int count, ...); Big big(int x); Small small(Small s); double half(double x); long long wide(long long x, int y); void *block(int size);
extern int level;
#define NEXT(f) ((__typeof__(&f))dlsym(RTLD_NEXT, #f))
