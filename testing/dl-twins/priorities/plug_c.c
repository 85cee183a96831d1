#include "twin.h"
__attribute__((constructor)) static void begin(void) { put_str("plug C begins"); }
__attribute__((constructor(150))) static void begin150(void) { put_str("plug C begins 150"); }
__attribute__((destructor)) static void end(void) { put_str("plug C ends"); }
__attribute__((destructor(150))) static void end150(void) { put_str("plug C ends 150"); }
__attribute__((destructor(2000))) static void end2000(void) { put_str("plug C ends 2000"); }
