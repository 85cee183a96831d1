;; What main.wat calls.
(module
  (type $t (func (param i32 i32) (result i32)))
  (table (export "table") 10 funcref)
  (func $add (export "add") (type $t)
    (i32.add (local.get 0) (i32.mul (local.get 1) (i32.const 31))))
  (func $xor (type $t)
    (i32.xor (local.get 0) (i32.mul (local.get 1) (i32.const 31))))
  (func $sub (type $t)
    (i32.sub (local.get 0) (i32.mul (local.get 1) (i32.const 31))))
  (elem (i32.const 3) $add $xor $sub))
