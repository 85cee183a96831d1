;; What an if without else has shown about an address does not hold behind it: its body may not have run.
(module
  (memory 1)
  (data (i32.const 0) "\01\02\03\04\05\06\07\08")
  (func (export "f") (param $p i32) (param $c i32) (result i32)
    (block $out
      (if (local.get $c)
        (then
          (drop (i32.load (local.get $p)))
          (br $out)))
      (return (i32.load offset=8 (local.get $p))))
    (i32.const -1)))
(assert_trap (invoke "f" (i32.const -8) (i32.const 0)) "out of bounds memory access")
(assert_trap (invoke "f" (i32.const -8) (i32.const 1)) "out of bounds memory access")
(assert_return (invoke "f" (i32.const 8) (i32.const 0)) (i32.const 0))
(assert_return (invoke "f" (i32.const 8) (i32.const 1)) (i32.const -1))
