//! Operators that write. Each takes all rows of its input before it writes, in [`Operator::start`](super::Operator::start),
//! and gives its own afterwards: what stands below it never sees what it does, what stands above always does, and a limit
//! above it limits rows, never writing.

mod change;
pub mod create;
pub mod delete;
pub mod each;
mod gathered;
mod joined;
mod made;
pub mod merge;
mod pending;
mod target;
pub mod update;
mod versions;
mod writer;

pub use change::Changes;
pub use versions::Versions;
pub use writer::Writer;
