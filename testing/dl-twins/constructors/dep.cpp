#include "twin.h"
struct Dep { Dep() { put_str("Dep()"); } ~Dep() { put_str("~Dep()"); } } dep;
extern "C" int dep_ready = 1;
