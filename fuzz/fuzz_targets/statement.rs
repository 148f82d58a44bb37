//! Any texts as statements of one session: each gives rows or an error within the limits, and what failed has changed nothing.
#![no_main]

#[path = "../properties/statement.rs"]
mod property;
#[path = "../properties/sound.rs"]
mod sound;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| property::holds(bytes));
