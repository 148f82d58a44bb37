//! Any text as a script: it falls into sentences at the places that are said, each gives rows or an error, and the first error ends it.
#![no_main]

#[path = "../properties/script.rs"]
mod property;
#[path = "../properties/sound.rs"]
mod sound;
#[path = "../properties/statement.rs"]
mod statement;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| property::holds(bytes));
