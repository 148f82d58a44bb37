//! Errors for people.
//!
//! Each stage has one error enum (`thiserror` + `miette`) whose variants hold places, never
//! text; [`Diagnostics`] is the only list of errors. The text is attached once, when the list is rendered.

mod advised;
mod excerpt;
mod list;
mod nearest;
mod render;

pub use list::{Diagnostics, Problem};
pub use nearest::{did_you_mean, nearest};
pub use render::{Style, render};
