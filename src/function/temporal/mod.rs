//! Dates, times and durations: made from texts, maps and each other, cut off, measured, and taken apart.

mod clock;
mod components;
mod date;
mod duration;
mod error;
mod instant;
mod part;
mod table;
mod time;
mod truncate;
mod zone;

pub use part::{Part, part, parts};

pub(super) use table::{DURATIONS, INSTANTS};
