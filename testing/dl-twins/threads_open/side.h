#pragma once
#include <atomic>
#include <mutex>
extern "C" {
int side_next();
int *side_address();
extern thread_local int side_count;
extern std::atomic<int> side_total;
void side_add(int);
int side_locked();
}
