#pragma once
#include <exception>
struct Failure : std::exception { int code; explicit Failure(int code); ~Failure(); const char *what() const noexcept override; };
struct Derived : Failure { Derived() : Failure(70) {} };
void thrower(int kind);
int catcher(void (*f)(int), int kind);
void rethrower(void (*f)(int), int kind);
