#pragma once
inline int counter = 5;
template <class T> struct Holder { static int value; static int next() { static int n = 0; return ++n; } };
template <class T> int Holder<T>::value = 7;
struct Registry { int count = 0; static Registry &instance() { static Registry all; return all; } };
inline const char *name() { static const char text[] = "unique"; return text; }
// Only in the opened libraries, not in main.
struct OnlyPlugins { int count = 0; static OnlyPlugins &instance() { static OnlyPlugins all; return all; } };
template <class T> struct PluginsOnly { static int value; };
template <class T> int PluginsOnly<T>::value = 70;
