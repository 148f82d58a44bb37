//! Values from the text that [`Value`]'s `Display` writes: scalars, temporal values and lists.
//!
//! This is not the language's own parser: it reads one literal without spaces to spare, for files that hold values as text.
//! It also reads `NaN` and `Infinity`, which the language has no literal for.

use super::nesting::MAX_NESTING;
use super::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time, Value};

/// What is left of a text while it is read.
struct Reader<'t>(&'t str);

/// The value of a literal; none if the text is not one, or goes on behind it.
pub fn read_literal(text: &str) -> Option<Value> {
    let mut reader = Reader(text);
    let value = reader.value(MAX_NESTING)?;
    reader.0.is_empty().then_some(value)
}

/// The text in single quotes at the start, without quotes and escapes, and what stands behind it.
pub fn read_quoted(text: &str) -> Option<(String, &str)> {
    let mut reader = Reader(text);
    let quoted = reader.quoted()?;
    Some((quoted, reader.0))
}

impl<'t> Reader<'t> {
    fn accept(&mut self, text: &str) -> bool {
        let rest = self.0.strip_prefix(text);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// Takes characters while they fit.
    fn take(&mut self, fits: impl Fn(char) -> bool) -> &'t str {
        let end = self.0.find(|character| !fits(character)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }

    fn value(&mut self, levels: usize) -> Option<Value> {
        match self.0.chars().next()? {
            '\'' => self.quoted().map(Value::string),
            '[' => self.list(levels.checked_sub(1)?),
            '-' | '0'..='9' => self.number(),
            _ => self.word(),
        }
    }

    fn list(&mut self, levels: usize) -> Option<Value> {
        let mut items = Vec::new();
        self.accept("[");
        while !self.accept("]") {
            if !items.is_empty() && !self.accept(", ") {
                return None;
            }
            items.push(self.value(levels)?);
        }
        Some(Value::list(items))
    }

    fn number(&mut self) -> Option<Value> {
        if self.accept("-Infinity") {
            return Some(Value::Float(f64::NEG_INFINITY));
        }
        let text = self.take(|character| character.is_ascii_digit() || matches!(character, '-' | '+' | '.' | 'e' | 'E'));
        if text.contains(['.', 'e', 'E']) {
            return text.parse().ok().filter(|float: &f64| float.is_finite()).map(Value::Float);
        }
        text.parse().ok().map(Value::Integer)
    }

    /// A name, or a temporal value by the name of its type.
    fn word(&mut self) -> Option<Value> {
        let word = self.take(|character| character.is_ascii_alphabetic());
        match word {
            "null" => return Some(Value::Null),
            "true" => return Some(Value::Boolean(true)),
            "false" => return Some(Value::Boolean(false)),
            "NaN" => return Some(Value::Float(f64::NAN)),
            "Infinity" => return Some(Value::Float(f64::INFINITY)),
            _ => {}
        }
        if !self.accept("(") {
            return None;
        }
        let text = self.quoted()?;
        if !self.accept(")") {
            return None;
        }
        match word {
            "date" => text.parse::<Date>().ok().map(Value::Date),
            "localtime" => text.parse::<LocalTime>().ok().map(Value::LocalTime),
            "time" => text.parse::<Time>().ok().map(Value::Time),
            "localdatetime" => text.parse::<LocalDateTime>().ok().map(Value::LocalDateTime),
            "datetime" => text.parse::<DateTime>().ok().map(|time| Value::DateTime(time.into())),
            "duration" => text.parse::<Duration>().ok().map(|duration| Value::Duration(duration.into())),
            _ => None,
        }
    }

    fn quoted(&mut self) -> Option<String> {
        if !self.accept("'") {
            return None;
        }
        let mut text = String::new();
        loop {
            text.push_str(self.take(|character| !matches!(character, '\'' | '\\')));
            if self.accept("'") {
                return Some(text);
            }
            self.accept("\\");
            let mut rest = self.0.chars();
            let escaped = match rest.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'f' => '\u{c}',
                'u' => {
                    let digits = rest.as_str().get(..4)?;
                    rest = rest.as_str().get(4..)?.chars();
                    char::from_u32(u32::from_str_radix(digits, 16).ok()?)?
                }
                plain @ ('\'' | '"' | '\\' | '`') => plain,
                _ => return None,
            };
            text.push(escaped);
            self.0 = rest.as_str();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read() {
        for text in [
            "null",
            "true",
            "-9223372036854775808",
            "0.5",
            "1e300",
            "-0.0",
            "NaN",
            "-Infinity",
            "''",
            r"'it\'s\n\u0007😀\\'",
            "date('2008-05-01')",
            "datetime('2015-07-21T21:40:32.142+02:00[Europe/Stockholm]')",
            "duration('P1Y2M3DT4H5M6.7S')",
            "[1, 'a;b', [], [2.0]]",
        ] {
            assert_eq!(read_literal(text).map(|value| value.to_string()).as_deref(), Some(text));
        }
        for text in ["", "'", "'a", "'a'b", "[1,2]", "[1", "x", "date(1)", "date('x')", "1.2.3", "1e999", "'\\u12'", "'\\u12é'", "-"] {
            assert_eq!(read_literal(text), None, "{text}");
        }
        assert_eq!(read_literal(&"[".repeat(100_000)), None);
        assert_eq!(read_quoted("'a''b"), Some(("a".into(), "'b")));
    }
}
