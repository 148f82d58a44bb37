//! Any text is a schema, or has mistakes with places in the text.
#![no_main]

#[path = "../properties/schema_read.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|text: &str| property::holds(text));
