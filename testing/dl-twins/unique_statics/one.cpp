#include "shared.h"
extern "C" int one_next() { counter++; Holder<int>::value++; Registry::instance().count++; return Holder<int>::next(); }
extern "C" int one_plugins() { return ++OnlyPlugins::instance().count * 1000 + ++PluginsOnly<char>::value; }
extern "C" const char *one_name() { return name(); }
