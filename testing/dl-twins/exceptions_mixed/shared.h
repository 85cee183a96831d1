#pragma once
#include "twin.h"
struct Problem { int code; };
struct Worse : Problem { int extra; };
struct Other { const char *text; };
struct Guard { const char *name; ~Guard(); };
void throw_old(int kind);
void throw_new(int kind);
int catch_old(void (*f)(int), int kind);
int catch_new(void (*f)(int), int kind);
void pass_old(void (*f)(int), int kind);
void pass_new(void (*f)(int), int kind);
