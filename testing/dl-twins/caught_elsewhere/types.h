#include <exception>
#include <stdexcept>
#include <string>
extern "C" {
#include "twin.h"
}
struct Base { virtual ~Base(); virtual int code() const; };
struct Derived : Base { int value; explicit Derived(int v) : value(v) {} int code() const override; };
struct Trace { int n; explicit Trace(int n) : n(n) { put_int(n); } ~Trace() { put_int(-n); } };
