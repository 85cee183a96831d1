;; Where one delegate lies within another, the ranges that the outer try covers were out of order.
(module
  (tag $t)
  (func $throw (param i32) (if (local.get 0) (then (throw $t))))
  (func (export "try") (param $inner i32) (param $outer i32) (result i32)
    (try (result i32)
      (do
        (try (result i32)
          (do
            (try (result i32)
              (do
                (try (do (call $throw (local.get $inner))) (delegate 2))
                (call $throw (local.get $outer))
                (i32.const 1))
              (delegate 1)))
          (catch_all (i32.const 2))))
      (catch_all (i32.const 3)))))
(assert_return (invoke "try" (i32.const 0) (i32.const 0)) (i32.const 1))
(assert_return (invoke "try" (i32.const 1) (i32.const 0)) (i32.const 3))
(assert_return (invoke "try" (i32.const 0) (i32.const 1)) (i32.const 3))
