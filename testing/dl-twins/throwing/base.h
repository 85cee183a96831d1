#pragma once
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
struct Error : std::exception {
  std::string text; int code;
  Error(std::string text, int code);
  Error(const Error &);
  const char *what() const noexcept override;
  ~Error() override;
};
struct Io : virtual Error { Io(int code); };
struct Net : virtual Error { Net(int code); };
struct Both : Io, Net { Both(int code); ~Both() override; };
struct Plain { int v; };
void throw_kind(int kind);
int catch_kind(const std::function<void()> &f);
std::exception_ptr keep(int kind);
void rethrow(std::exception_ptr p);
extern int alive;
struct Alive { Alive() { alive++; } Alive(const Alive &) { alive++; } ~Alive() { alive--; } };
int through(void (*f)(int), int n);
int uncaught_here();
