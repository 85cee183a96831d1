;; The class of a function type that only a call_indirect names did not exist.
(module
  (type $t (func (param externref i32 i64 i32 f32) (result f64)))
  (table 1 funcref)
  (elem (i32.const 0) $other)
  (func $other)
  (func (export "call") (param i32) (result f64)
    (call_indirect (type $t) (ref.null extern) (i32.const 0) (i64.const 1) (i32.const 0) (f32.const 1) (local.get 0))))
(assert_trap (invoke "call" (i32.const 0)) "indirect call type mismatch")
(assert_trap (invoke "call" (i32.const 1)) "undefined element")
