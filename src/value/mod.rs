//! Values, their types and their three relations: equality, equivalence and order.

mod entity;
mod kind;
mod time;

pub use entity::{Direction, KeyId, LabelId, NodeId, Path, RelationshipId, TypeId};
pub use kind::{Map, Type, Value};
pub use time::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time, Zone};
