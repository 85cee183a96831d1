;; A trap in a thread ends the process, also if the main thread waits for ever.
(module
  (import "env" "memory" (memory 1 4 shared))
  (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
  (func $fail unreachable)
  (func (export "wasi_thread_start") (param i32 i32) (call $fail))
  (func (export "_start")
    (drop (call $spawn (i32.const 1)))
    (drop (memory.atomic.wait32 (i32.const 20) (i32.const 0) (i64.const -1)))))
