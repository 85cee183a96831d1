#pragma once
#include <typeinfo>
struct Base { virtual ~Base() {} virtual int kind() { return 0; } };
struct Shape : Base { int kind() override { return 1; } };
struct Round : virtual Shape { int kind() override { return 2; } int radius = 6; };
struct Problem { virtual ~Problem() {} int code; explicit Problem(int code) : code(code) {} };
struct Worse : Problem { explicit Worse(int code) : Problem(code + 1) {} };
template <class T> struct Box : Base { T value; explicit Box(T value) : value(value) {} };
