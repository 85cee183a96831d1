#include "shared.h"
extern "C" int two_next() { counter++; Holder<int>::value++; Registry::instance().count++; return Holder<int>::next(); }
extern "C" int two_plugins() { return ++OnlyPlugins::instance().count * 1000 + ++PluginsOnly<char>::value; }
extern "C" const char *two_name() { return name(); }
