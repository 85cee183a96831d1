#pragma once
#include <string>
struct Noisy { const char *name; int value; explicit Noisy(const char *name); ~Noisy(); };
extern thread_local int counter;
extern thread_local Noisy shared_noisy;
inline int &per_thread() { thread_local int n = 40; return n; }
struct Holder { static inline thread_local std::string text = "text"; };
