//! Texts, places in them, and how they are shown.

mod article;
mod markup;
mod source;
mod span;
mod standing;
mod visible;

pub use article::indefinite;
pub use markup::markup;
pub use source::{Position, Source};
pub use span::{Place, Span, Spanned};
pub use standing::Standing;
pub use visible::{is_unsafe, visible};

/// An identifier, shared cheaply between trees, plans and programs.
pub type Name = std::sync::Arc<str>;
