{-# LANGUAGE LambdaCase #-}
-- | Trees: types, classes, guards, comprehensions.
module Tree (Tree (..), insert, größe) where

import qualified Data.Map as M
import Data.List (sortBy, foldl')

data Tree a = Leaf | Node { left :: Tree a, value :: !a, right :: Tree a }
  deriving (Show, Eq)

newtype Count = Count Int deriving newtype (Num)

class Container f where
  empty :: f a
  size :: f a -> Int
  size _ = 0

instance Container Tree where
  empty = Leaf

insert :: Ord a => a -> Tree a -> Tree a
insert x Leaf = Node Leaf x Leaf
insert x t@(Node l v r)
  | x < v = Node (insert x l) v r
  | x > v, let y = x = Node l v (insert y r)
  | otherwise = t

größe :: Tree a -> Int
größe = \case
  Leaf -> 0
  Node l _ r -> größe l + 1 + größe r

infixl 6 |>
(|>) :: a -> (a -> b) -> b
x |> f = f x

main :: IO ()
main = do
  let xs = [x * 2 | x <- [1 .. 10], odd x]
      t = foldl' (flip insert) Leaf xs
  print (größe t) >> putStrLn "fertig → \955"
  mapM_ print $ M.toList (M.fromListWith (+) [(c, 1 :: Int) | c <- "naïve"])
  if null xs then pure () else where'
  where where' = return ()
