#include <atomic>
#include <cstdio>
#include <thread>
static thread_local int calls = 100;
static std::atomic<int> all;
struct PerThread { int n = 0; ~PerThread() { all += 1000; } };
static thread_local PerThread per_thread;
extern "C" int plug_call(int n) { per_thread.n++; all += n; return ++calls; }
extern "C" int plug_total() { return all; }
extern "C" int plug_thread() { int r = 0; std::thread t([&] { r = plug_call(1); }); t.join(); return r; }
