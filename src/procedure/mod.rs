//! Procedures: what `CALL` calls. Each is one row: a signature, a sentence, an example with its result, and a function
//! that gives rows.
//!
//! [`Procedures`] is the registry: it begins with the procedures of the program and takes those of its user.
//!
//! ```
//! use legation::procedure::{Procedure, Procedures};
//! use legation::value::Value;
//!
//! let mut procedures = Procedures::default();
//! assert!(procedures.find("db.labels").is_some());
//!
//! let signature = "capital.of(country :: STRING?) :: (city :: STRING?)".parse()?;
//! let rows = vec![vec![Value::string("Senegal"), Value::string("Dakar")]];
//! procedures.register(Procedure::table(signature, rows));
//! assert_eq!(procedures.find("capital.of").unwrap().signature.arguments[0].name.as_ref(), "country");
//! # Ok::<(), legation::procedure::Unreadable>(())
//! ```

mod error;
mod group;
mod listing;
mod measure;
mod path;
mod registry;
mod rows;
mod schema;
mod setting;
mod signature;
mod similar;

pub use error::Error;
pub use registry::{Call, Example, Procedure, Procedures, Row};
pub use rows::{Filled, Rows, rows, try_rows};
pub use setting::Setting;
pub use signature::{Argument, Signature, Unreadable, Yield};

/// The procedures of the program, family by family.
static TABLE: &[&[Row]] = &[schema::SCHEMA, measure::MEASURES, group::GROUPS, path::PATHS, similar::SIMILAR, listing::LISTINGS];
