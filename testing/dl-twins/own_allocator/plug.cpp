#include <memory>
#include "twin.h"
struct Node; Node *chain(int); int unchain(Node *);
extern "C" int plug_run(int n) { auto array = std::make_unique<int[]>(n); auto shared = std::make_shared<double>(2.5); array[n - 1] = unchain(chain(n)); return array[n - 1] + (int)*shared; }
