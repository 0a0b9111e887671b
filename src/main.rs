//! pidlab's entry.

fn main() {}
