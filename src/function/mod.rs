//! Scalar functions and aggregates: one row of a table each, one file per family.

mod aggregate;
mod argument;
mod conversion;
mod decimal;
mod entity;
mod left_out;
mod list;
mod normal_form;
mod number;
mod other_names;
mod row;
mod string;
mod sum;
mod table;
mod temporal;
mod trigonometry;
mod value_type;

pub use list::{range_item, range_length};
pub use normal_form::NormalForm;
pub use table::{
    Accumulator, AggregateFunction, Arity, Context, Example, Failure, Function, LeftOut, Parameter, aggregate, aggregates, functions,
    left_out, other_names, scalar,
};
pub use temporal::{Part, part, parts};
pub use value_type::{UnknownType, ValueType};

/// The scalar functions, family by family.
static SCALARS: &[&[Function]] = &[
    entity::ENTITIES,
    list::LISTS,
    string::STRING,
    number::NUMBERS,
    trigonometry::TRIGONOMETRY,
    conversion::CONVERSION,
    value_type::TYPES,
    temporal::INSTANTS,
    temporal::DURATIONS,
];
