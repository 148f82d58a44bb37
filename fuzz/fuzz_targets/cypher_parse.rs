//! Any text is a statement that prints and reads back as the same tree, or an error with a place in the text.
#![no_main]

#[path = "../properties/cypher_parse.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|text: &str| property::holds(text));
