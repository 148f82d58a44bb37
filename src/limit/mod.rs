//! Bounds on time, memory and size, set before a query runs and asked before anything is spent; and two threads where one would
//! take too long.

mod both;
mod guard;
mod held;
mod kept;
mod steps;

pub(crate) use both::both;
pub use guard::{Exceeded, Guard, Limits};
pub use held::Held;
pub use kept::Kept;
pub use steps::Steps;
