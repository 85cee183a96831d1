//! A binary tree: ownership, traits, lifetimes, macros, pattern matching.
#![allow(dead_code)]
use std::{collections::HashMap, fmt::{self, Display}};

/// A node with a key – «Schlüssel».
#[derive(Debug, Clone, PartialEq)]
pub enum Tree<K: Ord, V = ()> {
    Leaf,
    Node { left: Box<Tree<K, V>>, key: K, value: V, right: Box<Tree<K, V>> },
}

pub trait Visitor<'a, T: ?Sized + 'a> {
    type Output;
    const DEPTH: usize = 0xff_usize;
    fn visit(&mut self, node: &'a T) -> Result<Self::Output, Box<dyn std::error::Error + Send>>;
}

impl<K: Ord, V> Tree<K, V> {
    pub const fn new() -> Self { Tree::Leaf }

    pub fn insert(self, key: K, value: V) -> Self where K: Clone {
        match self {
            Tree::Leaf => Tree::Node { left: Box::new(Tree::Leaf), key, value, right: Box::new(Tree::Leaf) },
            Tree::Node { left, key: k, value: v, right } if key < k => {
                Tree::Node { left: Box::new(left.insert(key, value)), key: k, value: v, right }
            }
            Tree::Node { key: ref k, .. } if *k == key => self,
            other @ Tree::Node { .. } => other,
        }
    }
}

impl<K: Ord + Display, V> Display for Tree<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Node { key, .. } = self { write!(f, "({key:>5} 🌲)") } else { Ok(()) }
    }
}

macro_rules! map {
    ($($k:expr => $v:expr),* $(,)?) => {{
        let mut m = HashMap::new();
        $(m.insert($k, $v);)*
        m
    }};
}

async unsafe fn danger(p: *const u8) -> Option<u8> {
    let r#type = 'outer: loop {
        for i in (0..=10).rev().step_by(2) {
            if i % 3 == 0 { break 'outer i as u8; }
        }
    };
    Some(unsafe { *p.add(r#type as usize) })
}

fn main() -> Result<(), String> {
    let m = map! { "α" => 1, "β" => 2 };
    let total: i64 = m.values().map(|&x| -> i64 { x * 2 }).sum::<i64>();
    let bytes = b"bytes\x7f"; let raw = r#"raw "text""#;
    println!("{total} {:?} {}", bytes, raw.len());
    let [a, .., z] = [1.0e-3, 2., 3f64];
    let c = '\u{1F600}';
    (a < z && c != 'x').then_some(()).ok_or_else(|| "no".into())
}
