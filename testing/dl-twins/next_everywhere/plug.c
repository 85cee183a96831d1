#include "twin.h"
int plugged = 5;
int level = 9;
int plug_next(void) { int *next = (int *)dlsym(RTLD_NEXT, "plugged"); return next ? *next : -1; }
int plug_default(void) { int *found = (int *)dlsym(RTLD_DEFAULT, "plugged"); return found ? *found : -1; }
int plug_level(void) { return level * 100 + *(int *)dlsym(RTLD_DEFAULT, "level"); }
