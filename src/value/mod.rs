//! Values, their types and their three relations: equality, equivalence and order.
//!
//! - [`equals`] is the relation of `=`, three-valued; [`compare`] that of `<` and its kind.
//! - [`equivalent`] is the relation of grouping and DISTINCT; it is always known, and [`hash_equivalent`] agrees with it.
//! - [`order`] is the total order of `ORDER BY`, `min` and `max`; equal where values are equivalent.

mod compare;
mod entity;
mod equals;
mod equivalent;
mod json;
mod kind;
mod literal;
mod nesting;
mod number;
mod order;
mod print;
mod size;
mod storable;
mod tagged;
mod time;

pub use compare::{Compared, compare};
pub use entity::{Direction, KeyId, LabelId, NodeId, Path, RelationshipId, TypeId};
pub use equals::equals;
pub use equivalent::{Grouped, equivalent, hash_equivalent};
pub use json::{Unusable, from_json, read_json, to_json};
pub use kind::{Map, Type, Value};
pub use literal::{read_literal, read_quoted};
pub use nesting::{MAX_NESTING, nests_within};
pub use number::{integer_to_float, whole};
pub use order::{order, order_floats};
pub use print::{float_text, identifier};
pub use size::{bytes_beyond, is_shared, text_bytes};
pub use storable::unstorable;
pub use tagged::{from_tagged, from_text, to_tagged};
pub use time::{
    Amount, Civil, Date, DateTime, Duration, Granularity, LocalDateTime, LocalTime, Measure, Moment, Sums, Time, TimeZone, Unit,
    Unreadable, Zone, between, days_in_month, days_in_quarter, is_leap, offset_text,
};
