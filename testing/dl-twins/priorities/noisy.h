#include "twin.h"
struct Noisy { const char *begin, *end; Noisy(const char *begin, const char *end) : begin(begin), end(end) { put_str(begin); } ~Noisy() { put_str(end); } };
