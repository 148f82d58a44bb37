//! Names and values as the text of a cell.

use std::borrow::Cow;

use super::super::Formulas;
use crate::value::Value;

/// Whether a spreadsheet would take a cell for a formula.
pub(super) fn is_formula(text: &str, formulas: Formulas) -> bool {
    formulas == Formulas::Disarmed && text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A name as a literal.
fn quoted(name: &str) -> String {
    Value::string(name).to_string()
}

/// Whether a name can stand in a cell as it is, beside these characters.
fn is_plain(name: &str, not: &[char]) -> bool {
    !name.is_empty()
        && name.trim() == name
        && !name.contains(not)
        && !name.contains(char::is_control)
        && !name.starts_with(['\'', ':'])
        && !is_formula(name, Formulas::Disarmed)
}

/// A label or type in a cell of several, which `;` separates.
pub(super) fn name_cell(name: &str) -> Cow<'_, str> {
    if is_plain(name, &[';']) { Cow::Borrowed(name) } else { Cow::Owned(quoted(name)) }
}

/// A property's name in a header, where a type may follow.
pub(super) fn name_header(name: &str) -> Cow<'_, str> {
    if is_plain(name, &[':', '{']) { Cow::Borrowed(name) } else { Cow::Owned(quoted(name)) }
}

/// Appends a value in the notation of its own type; nothing for null.
pub(super) fn plain(value: &Value, out: &mut String) {
    use std::fmt::Write;
    let _ = match value {
        Value::Null => Ok(()),
        Value::String(text) => out.write_str(text),
        Value::Date(date) => write!(out, "{date}"),
        Value::LocalTime(time) => write!(out, "{time}"),
        Value::Time(time) => write!(out, "{time}"),
        Value::LocalDateTime(time) => write!(out, "{time}"),
        Value::DateTime(time) => write!(out, "{time}"),
        Value::Duration(duration) => write!(out, "{duration}"),
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(';');
                }
                plain(item, out);
            }
            Ok(())
        }
        other => write!(out, "{other}"),
    };
}

/// Whether a value comes back from that notation, read as its own type.
pub(super) fn is_exact(value: &Value, formulas: Formulas) -> bool {
    match value {
        Value::String(text) => !text.is_empty() && !is_formula(text, formulas),
        Value::List(items) => {
            let item = |item: &Value| match item {
                Value::String(text) => !text.is_empty() && text.trim() == &**text && !text.contains(';'),
                _ => true,
            };
            let begins = items.first().is_some_and(|first| is_exact(first, formulas));
            begins && items.iter().all(item)
        }
        _ => true,
    }
}

/// A name that is safe as that of a file on every system: letters, digits, `_`, `-`, and spaces within it.
pub(super) fn is_file_name(name: &str) -> bool {
    const LONGEST: usize = 100;
    const RESERVED: &[&str] = &["con", "prn", "aux", "nul"];
    let lower = name.to_lowercase();
    let device = lower.len() == 4 && (lower.starts_with("com") || lower.starts_with("lpt"));
    !name.is_empty()
        && name.len() <= LONGEST
        && name.trim() == name
        && !name.starts_with('-')
        && name.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '-' | ' '))
        && !RESERVED.contains(&&*lower)
        && !device
}
