#pragma once
#if __has_include(<coroutine>)
#include <coroutine>
#else
#include <experimental/coroutine>
namespace std { using experimental::coroutine_handle; using experimental::suspend_always; }
#endif
#include <exception>
struct Numbers {
  struct promise_type {
    int current = 0; int ends = 0;
    Numbers get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { ends++; return {}; }
    std::suspend_always yield_value(int value) { current = value; return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  std::coroutine_handle<promise_type> handle;
};
struct Later {
  static inline std::coroutine_handle<> waiting;
  int value;
  bool await_ready() { return value < 0; }
  void await_suspend(std::coroutine_handle<> who) { waiting = who; }
  int await_resume() { return value * 2; }
};
Numbers squares(int count);
Numbers twice(Numbers &other);
int drain(Numbers numbers);
