//! Any text as a question over the embedded framework: it resolves to a query that analyses, or it is an error.
#![no_main]

#[path = "../properties/question_parse.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|text: &str| property::holds(text));
