// The C++ library's threads: futures, condition variables, thread_local objects. No exceptions: with -pthread the
// emcc 3.1.6 makes main modules that cannot throw, under Node, too.
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <future>
#include <mutex>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

struct Counter {
  static std::atomic<int> alive;
  int value = 0;
  Counter() { alive++; }
  ~Counter() { alive--; }
};
std::atomic<int> Counter::alive;
thread_local Counter counter;

template <typename T> class Queue {
  std::mutex lock;
  std::condition_variable filled;
  std::deque<T> items;
public:
  void put(T item) {
    std::lock_guard<std::mutex> guard(lock);
    items.push_back(item);
    filled.notify_one();
  }
  T take() {
    std::unique_lock<std::mutex> guard(lock);
    filled.wait(guard, [this] { return !items.empty(); });
    T item = items.front();
    items.pop_front();
    return item;
  }
};

int main() {
  Queue<int> queue;
  std::atomic<long> total{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; i++)
    threads.emplace_back([&] {
      for (;;) {
        int item = queue.take();
        if (item < 0) break;
        counter.value++;
        total += item;
      }
    });
  for (int i = 1; i <= 1000; i++) queue.put(i);
  for (int i = 0; i < 3; i++) queue.put(-1);
  for (auto &each : threads) each.join();
  std::printf("total %ld, counters %d\n", total.load(), Counter::alive.load());

  std::promise<std::string> promise;
  std::thread writer([&] { promise.set_value("from a thread"); });
  std::printf("promised %s\n", promise.get_future().get().c_str());
  writer.join();

  auto sum = std::async(std::launch::async, [] {
    std::vector<int> numbers(1000);
    std::iota(numbers.begin(), numbers.end(), 0);
    return std::accumulate(numbers.begin(), numbers.end(), 0);
  });
  std::printf("async %d\n", sum.get());
  std::call_once(*new std::once_flag, [] { std::puts("once"); });
  return 0;
}
