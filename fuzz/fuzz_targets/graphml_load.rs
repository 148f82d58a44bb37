//! Any bytes as a file of GraphML: it loads as a sound graph, or it has problems.
#![no_main]

#[path = "../properties/graph_load.rs"]
mod property;
#[path = "../properties/sound.rs"]
mod sound;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| property::holds("graph.graphml", bytes));
