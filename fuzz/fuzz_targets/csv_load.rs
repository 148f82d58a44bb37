//! Any bytes as the files of a package: they load as a graph whose counts agree wherever they are asked for, or they have problems.
#![no_main]

#[path = "../properties/csv_load.rs"]
mod property;
#[path = "../properties/sound.rs"]
mod sound;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| property::holds(bytes));
