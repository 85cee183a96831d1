#pragma once
#include <stdexcept>
#include <string>
struct Broken : std::runtime_error { int code; Broken(const std::string &what, int code); };
void check(int code);
int guarded(int (*f)(int), int argument);
