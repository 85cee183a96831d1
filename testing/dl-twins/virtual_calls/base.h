#include "twin.h"
struct Base { int v; Base(int v); virtual int f(int) = 0; virtual int g(); virtual ~Base(); static int made; };
