/* JavaScript in the middle of C: EM_ASM({ console.log($0); }, 42). Its text goes into the section em_asm of the
   module's data. $0, $1 ... are the arguments, at most sixteen. */
#ifndef GRAFT_EMSCRIPTEN_EM_ASM_H
#define GRAFT_EMSCRIPTEN_EM_ASM_H

#include <emscripten/em_macros.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What runs the text: its address, and a letter for each argument: i, j (64 bits), d or p. */
int emscripten_asm_const_int(const char *text, const char *types, ...) EM_IMPORT(emscripten_asm_const_int);
void *emscripten_asm_const_ptr(const char *text, const char *types, ...) EM_IMPORT(emscripten_asm_const_ptr);
double emscripten_asm_const_double(const char *text, const char *types, ...)
    EM_IMPORT(emscripten_asm_const_double);
int emscripten_asm_const_int_sync_on_main_thread(const char *text, const char *types, ...)
    EM_IMPORT(emscripten_asm_const_int_sync_on_main_thread);
void *emscripten_asm_const_ptr_sync_on_main_thread(const char *text, const char *types, ...)
    EM_IMPORT(emscripten_asm_const_ptr_sync_on_main_thread);
double emscripten_asm_const_double_sync_on_main_thread(const char *text, const char *types, ...)
    EM_IMPORT(emscripten_asm_const_double_sync_on_main_thread);
void emscripten_asm_const_async_on_main_thread(const char *text, const char *types, ...)
    EM_IMPORT(emscripten_asm_const_async_on_main_thread);

#ifdef __cplusplus
}
#endif

#define GRAFT_EM_ASM_TEXT(text)                                                                    \
  (__extension__({                                                                                 \
    static const char graft_em_asm[] __attribute__((section("em_asm"), aligned(1))) = text;        \
    graft_em_asm;                                                                                  \
  }))

#ifdef __cplusplus

namespace graft_em_asm {

template <class T, bool Float, unsigned Size> struct letter {
  static constexpr char value = 'i';
};
template <class T, unsigned Size> struct letter<T, true, Size> {
  static constexpr char value = 'd';
};
template <class T> struct letter<T, false, 8> {
  static constexpr char value = 'j';
};
template <class T> struct is_float {
  static constexpr bool value = false;
};
template <> struct is_float<float> {
  static constexpr bool value = true;
};
template <> struct is_float<double> {
  static constexpr bool value = true;
};
template <class T> struct letter_of {
  static constexpr char value = letter<T, is_float<T>::value, sizeof(T)>::value;
};
template <class T> struct letter_of<T *> {
  static constexpr char value = 'p';
};
template <> struct letter_of<decltype(nullptr)> {
  static constexpr char value = 'p';
};
/* Hidden: a module keeps its letters for itself. */
template <class... T> struct __attribute__((visibility("hidden"))) letters {
  static constexpr char value[] = {letter_of<T>::value..., 0};
};
template <class... T> constexpr char letters<T...>::value[];

/* Only asked for its type. */
template <class... T> letters<T...> letters_for(T...);

} // namespace graft_em_asm

#define GRAFT_EM_ASM_CALL(function, text, ...)                                                     \
  function(GRAFT_EM_ASM_TEXT(text), decltype(graft_em_asm::letters_for(__VA_ARGS__))::value        \
               __VA_OPT__(, ) __VA_ARGS__)

#else

#define GRAFT_EM_ASM_LETTER(x)                                                                     \
  _Generic((x), float: 'd', double: 'd', long long: 'j', unsigned long long: 'j', _Bool: 'i',      \
      char: 'i', signed char: 'i', unsigned char: 'i', short: 'i', unsigned short: 'i', int: 'i',  \
      unsigned: 'i', long: sizeof(long) == 8 ? 'j' : 'i', unsigned long: sizeof(long) == 8 ? 'j' : 'i', \
      default: 'p')

#define GRAFT_EM_ASM_L0()
#define GRAFT_EM_ASM_L1(x, ...) GRAFT_EM_ASM_LETTER(x), __VA_OPT__(GRAFT_EM_ASM_L2(__VA_ARGS__))
#define GRAFT_EM_ASM_L2(x, ...) GRAFT_EM_ASM_LETTER(x), __VA_OPT__(GRAFT_EM_ASM_L3(__VA_ARGS__))
#define GRAFT_EM_ASM_L3(x, ...) GRAFT_EM_ASM_LETTER(x), __VA_OPT__(GRAFT_EM_ASM_L4(__VA_ARGS__))
#define GRAFT_EM_ASM_L4(x, ...) GRAFT_EM_ASM_LETTER(x), __VA_OPT__(GRAFT_EM_ASM_L5(__VA_ARGS__))
#define GRAFT_EM_ASM_L5(x, ...) GRAFT_EM_ASM_LETTER(x), __VA_OPT__(GRAFT_EM_ASM_L6(__VA_ARGS__))
#define GRAFT_EM_ASM_L6(x, ...) GRAFT_EM_ASM_LETTER(x), __VA_OPT__(GRAFT_EM_ASM_L7(__VA_ARGS__))
#define GRAFT_EM_ASM_L7(x, ...) GRAFT_EM_ASM_LETTER(x), __VA_OPT__(GRAFT_EM_ASM_L8(__VA_ARGS__))
#define GRAFT_EM_ASM_L8(x, ...) GRAFT_EM_ASM_LETTER(x), __VA_OPT__(GRAFT_EM_ASM_L9(__VA_ARGS__))
#define GRAFT_EM_ASM_L9(x, ...) GRAFT_EM_ASM_LETTER(x), __VA_OPT__(GRAFT_EM_ASM_L10(__VA_ARGS__))
#define GRAFT_EM_ASM_L10(x, ...) GRAFT_EM_ASM_LETTER(x), __VA_OPT__(GRAFT_EM_ASM_L11(__VA_ARGS__))
#define GRAFT_EM_ASM_L11(x, ...) GRAFT_EM_ASM_LETTER(x), __VA_OPT__(GRAFT_EM_ASM_L12(__VA_ARGS__))
#define GRAFT_EM_ASM_L12(x, ...) GRAFT_EM_ASM_LETTER(x), __VA_OPT__(GRAFT_EM_ASM_L13(__VA_ARGS__))
#define GRAFT_EM_ASM_L13(x, ...) GRAFT_EM_ASM_LETTER(x), __VA_OPT__(GRAFT_EM_ASM_L14(__VA_ARGS__))
#define GRAFT_EM_ASM_L14(x, ...) GRAFT_EM_ASM_LETTER(x), __VA_OPT__(GRAFT_EM_ASM_L15(__VA_ARGS__))
#define GRAFT_EM_ASM_L15(x, ...) GRAFT_EM_ASM_LETTER(x), __VA_OPT__(GRAFT_EM_ASM_L16(__VA_ARGS__))
#define GRAFT_EM_ASM_L16(x) GRAFT_EM_ASM_LETTER(x),

#define GRAFT_EM_ASM_CALL(function, text, ...)                                                     \
  function(GRAFT_EM_ASM_TEXT(text), ((const char[]){__VA_OPT__(GRAFT_EM_ASM_L1(__VA_ARGS__)) 0})   \
               __VA_OPT__(, ) __VA_ARGS__)

#endif

/* Runs the code; no result. Code with commas outside of parentheses wants parentheses around it. */
#define EM_ASM(code, ...)                                                                          \
  ((void)GRAFT_EM_ASM_CALL(emscripten_asm_const_int, #code __VA_OPT__(, ) __VA_ARGS__))
/* The result as int, pointer or double. */
#define EM_ASM_INT(code, ...)                                                                      \
  GRAFT_EM_ASM_CALL(emscripten_asm_const_int, #code __VA_OPT__(, ) __VA_ARGS__)
#define EM_ASM_PTR(code, ...)                                                                      \
  GRAFT_EM_ASM_CALL(emscripten_asm_const_ptr, #code __VA_OPT__(, ) __VA_ARGS__)
#define EM_ASM_DOUBLE(code, ...)                                                                   \
  GRAFT_EM_ASM_CALL(emscripten_asm_const_double, #code __VA_OPT__(, ) __VA_ARGS__)
/* Older spellings. */
#define EM_ASM_(code, ...) EM_ASM_INT(code __VA_OPT__(, ) __VA_ARGS__)
#define EM_ASM_ARGS(code, ...) EM_ASM_INT(code __VA_OPT__(, ) __VA_ARGS__)
#define EM_ASM_INT_V(code) EM_ASM_INT(code)
#define EM_ASM_DOUBLE_V(code) EM_ASM_DOUBLE(code)
/* The same on the main thread. */
#define MAIN_THREAD_EM_ASM(code, ...)                                                              \
  ((void)GRAFT_EM_ASM_CALL(emscripten_asm_const_int_sync_on_main_thread,                           \
                           #code __VA_OPT__(, ) __VA_ARGS__))
#define MAIN_THREAD_EM_ASM_INT(code, ...)                                                          \
  GRAFT_EM_ASM_CALL(emscripten_asm_const_int_sync_on_main_thread,                                  \
                    #code __VA_OPT__(, ) __VA_ARGS__)
#define MAIN_THREAD_EM_ASM_PTR(code, ...)                                                          \
  GRAFT_EM_ASM_CALL(emscripten_asm_const_ptr_sync_on_main_thread,                                  \
                    #code __VA_OPT__(, ) __VA_ARGS__)
#define MAIN_THREAD_EM_ASM_DOUBLE(code, ...)                                                       \
  GRAFT_EM_ASM_CALL(emscripten_asm_const_double_sync_on_main_thread,                               \
                    #code __VA_OPT__(, ) __VA_ARGS__)
#define MAIN_THREAD_ASYNC_EM_ASM(code, ...)                                                        \
  GRAFT_EM_ASM_CALL(emscripten_asm_const_async_on_main_thread, #code __VA_OPT__(, ) __VA_ARGS__)

#endif
