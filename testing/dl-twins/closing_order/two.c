#include "twin.h"
extern int shared_count;
int two_run(void) { return ++shared_count; }
__attribute__((constructor(101))) static void begin(void) { put_str("two begins first"); }
__attribute__((constructor(500))) static void begin2(void) { put_str("two begins second"); }
__attribute__((destructor(101))) static void end(void) { put_str("two ends last"); }
__attribute__((destructor(500))) static void end2(void) { put_str("two ends first"); }
