use std::collections::{BTreeMap, HashMap};
use std::fmt;

struct Shape { name: &'static str, sides: u32 }
impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result { write!(f, "{}/{}", self.name, self.sides) }
}
trait Area { fn area(&self) -> f64; }
impl Area for Shape { fn area(&self) -> f64 { self.sides as f64 * 1.25 } }

fn main() {
    let shapes = vec![Shape { name: "square", sides: 4 }, Shape { name: "triangle", sides: 3 }];
    let areas: Vec<Box<dyn Area>> = shapes.into_iter().map(|s| { println!("{}", s); Box::new(s) as Box<dyn Area> }).collect();
    println!("{:.2}", areas.iter().map(|a| a.area()).sum::<f64>());
    let mut words: HashMap<String, usize> = HashMap::new();
    for word in "the quick brown fox jumps over the lazy dog the end".split(' ') { *words.entry(word.to_string()).or_insert(0) += 1; }
    let sorted: BTreeMap<_, _> = words.into_iter().collect();
    println!("{:?}", sorted);
    println!("{:?} {:?}", "12x".parse::<i32>().is_err(), std::env::args().count());
}
