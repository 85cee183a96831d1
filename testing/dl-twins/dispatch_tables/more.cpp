#include "ops.h"
struct Machine { int state; int plus(int n) { return state += n; } virtual int times(int n) { return state *= n; } static int fixed(int a, int b) { return a * 100 + b; } };
struct Louder : Machine { int times(int n) override { return state *= n + 1; } };
typedef int (Machine::*Step)(int);
extern "C" { extern const Step steps[3]; extern Op const mixed[5]; int run_steps(int louder); }
const Step steps[3] = {&Machine::plus, &Machine::times, &Machine::plus};
Op const mixed[5] = {add, mul, Machine::fixed, [](int a, int b) { return a - 2 * b; }, absent_op};
int run_steps(int louder) { Machine plain; plain.state = 3; Louder loud; loud.state = 3; Machine *machine = louder ? &loud : &plain; for (auto step : steps) (machine->*step)(4); return machine->state; }
