//! Names in backquotes where they need them, and texts in quotes.

use std::fmt::{self, Display, Formatter, Write};

use super::super::parse::{is_plain_name, is_plain_variable};
use crate::text::is_unsafe;

/// A name where a variable stands.
pub(super) struct VariableName<'a>(pub &'a str);

/// A name where a label, a type or a key stands.
pub(super) struct SchemaName<'a>(pub &'a str);

/// A name after `$`.
pub(super) struct ParameterName<'a>(pub &'a str);

/// The name of a function, in which dots part the names of a namespace.
pub(super) struct FunctionName<'a>(pub &'a str);

/// The name of a procedure, in which dots part the names of a namespace.
pub(super) struct ProcedureName<'a>(pub &'a str);

/// A text in quotes.
pub(super) struct Quoted<'a>(pub &'a str);

impl Display for VariableName<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if is_plain_variable(self.0) { f.write_str(self.0) } else { backquoted(f, self.0) }
    }
}

impl Display for SchemaName<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if is_plain_name(self.0) { f.write_str(self.0) } else { backquoted(f, self.0) }
    }
}

impl Display for ParameterName<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_char('$')?;
        if !self.0.is_empty() && self.0.bytes().all(|byte| byte.is_ascii_digit()) { f.write_str(self.0) } else { SchemaName(self.0).fmt(f) }
    }
}

/// Names that have a form of their own before a parenthesis.
const SPECIAL: [&str; 7] = ["all", "any", "none", "single", "reduce", "shortestPath", "allShortestPaths"];

impl Display for FunctionName<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.eq_ignore_ascii_case("exists") {
            return f.write_str(self.0);
        }
        let mut names = self.0.split('.');
        let first = names.next().unwrap_or_default();
        if SPECIAL.iter().any(|special| special.eq_ignore_ascii_case(first)) {
            backquoted(f, first)?;
        } else {
            VariableName(first).fmt(f)?;
        }
        names.try_for_each(|name| write!(f, ".{}", SchemaName(name)))
    }
}

impl Display for ProcedureName<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut names = self.0.split('.');
        VariableName(names.next().unwrap_or_default()).fmt(f)?;
        names.try_for_each(|name| write!(f, ".{}", SchemaName(name)))
    }
}

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_char('\'')?;
        for character in self.0.chars() {
            match character {
                '\'' => f.write_str("\\'")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                _ if is_unsafe(character) => write!(f, "\\u{:04x}", u32::from(character))?,
                _ => f.write_char(character)?,
            }
        }
        f.write_char('\'')
    }
}

fn backquoted(f: &mut Formatter<'_>, name: &str) -> fmt::Result {
    write!(f, "`{}`", name.replace('`', "``"))
}
