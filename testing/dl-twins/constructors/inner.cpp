#include "twin.h"
struct In { In() { put_str("In()"); } ~In() { put_str("~In()"); } } in;
extern "C" int inner_value() { return 50; }
