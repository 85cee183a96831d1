#include "shared.h"
#include "twin.h"
struct Noisy { ~Noisy() { put_str("frame ends"); } };
Numbers squares(int count) { Noisy noisy; for (int i = 1; i <= count; i++) co_yield i * i; }
int drain(Numbers numbers) { int sum = 0; for (numbers.handle.resume(); !numbers.handle.done(); numbers.handle.resume()) sum += numbers.handle.promise().current; numbers.handle.destroy(); return sum; }
