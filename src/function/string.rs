//! Functions on texts. Lengths and positions count code points.

use super::argument::{at, count, mismatch, text};
use super::normal_form::NormalForm;
use super::row::TEXT;
use super::table::{Context, Failure, Function, Parameter};
use crate::value::{Type, Value};

const LENGTH: Parameter = Parameter::of("length", &[Type::Integer]);
const LIMIT: Parameter = Parameter::of("limit", &[Type::Integer]);
const TRIMMED: Parameter = Parameter::of("characters", &[Type::String]);

/// All of them.
pub(super) static STRING: &[Function] =
    &[
        Function::new("toUpper", &[TEXT], Type::String, |_, arguments| Ok(Value::string(text("toUpper", arguments, 0)?.to_uppercase())))
            .about("The text in upper case.", "toUpper('Brazil')", "'BRAZIL'"),
        Function::new("upper", &[TEXT], Type::String, |_, arguments| Ok(Value::string(text("upper", arguments, 0)?.to_uppercase()))).about(
            "The text in upper case.",
            "upper('Brazil')",
            "'BRAZIL'",
        ),
        Function::new("toLower", &[TEXT], Type::String, |_, arguments| Ok(Value::string(text("toLower", arguments, 0)?.to_lowercase())))
            .about("The text in lower case.", "toLower('Brazil')", "'brazil'"),
        Function::new("lower", &[TEXT], Type::String, |_, arguments| Ok(Value::string(text("lower", arguments, 0)?.to_lowercase()))).about(
            "The text in lower case.",
            "lower('Brazil')",
            "'brazil'",
        ),
        Function::new("trim", &[TEXT], Type::String, |_, arguments| Ok(Value::string(text("trim", arguments, 0)?.trim()))).about(
            "The text without white space at both ends.",
            "trim('  WCO ')",
            "'WCO'",
        ),
        Function::new("btrim", &[TEXT, TRIMMED], Type::String, |_, arguments| trim("btrim", arguments, (true, true))).needs(1).about(
            "The text without white space, or without these characters, at both ends.",
            "btrim('xxWCOx', 'x')",
            "'WCO'",
        ),
        Function::new("ltrim", &[TEXT, TRIMMED], Type::String, |_, arguments| trim("ltrim", arguments, (true, false))).needs(1).about(
            "The text without white space, or without these characters, at its beginning.",
            "ltrim('  WCO ')",
            "'WCO '",
        ),
        Function::new("rtrim", &[TEXT, TRIMMED], Type::String, |_, arguments| trim("rtrim", arguments, (false, true))).needs(1).about(
            "The text without white space, or without these characters, at its end.",
            "rtrim('  WCO ')",
            "'  WCO'",
        ),
        Function::new("normalize", &[TEXT, Parameter::of("form", &[Type::String])], Type::String, normalize).needs(1).about(
            "The text in a Unicode normal form: NFC, or NFD, NFKC, NFKD.",
            "size(normalize('Côte', 'NFD'))",
            "5",
        ),
        Function::new("isNormalized", &[Parameter::any("value"), Parameter::of("form", &[Type::String])], Type::Boolean, |_, arguments| {
            let form = form("isNormalized", arguments)?;
            Ok(if let Value::String(text) = at(arguments, 0) { Value::Boolean(form.holds(text)) } else { Value::Null })
        })
        .needs(1)
        .about(
            "Whether a text is in a Unicode normal form, as `text IS NFC NORMALIZED` says it; null for what is no text.",
            "isNormalized('Côte', 'NFC')",
            "true",
        ),
        Function::new("left", &[TEXT, LENGTH], Type::String, left).about("The first characters of the text.", "left('Brazil', 3)", "'Bra'"),
        Function::new("right", &[TEXT, LENGTH], Type::String, right).about(
            "The last characters of the text.",
            "right('Brazil', 3)",
            "'zil'",
        ),
        Function::new("substring", &[TEXT, Parameter::of("start", &[Type::Integer]), LENGTH], Type::String, substring).needs(2).about(
            "The characters from a position (the first is 0), all of them or so many.",
            "substring('Brazil', 1, 3)",
            "'raz'",
        ),
        Function::new(
            "replace",
            &[TEXT, Parameter::of("search", &[Type::String]), Parameter::of("by", &[Type::String]), LIMIT],
            Type::String,
            replace,
        )
        .needs(3)
        .about(
            "The text with every occurrence of another one, or so many of the first, replaced.",
            "[replace('G8/G20', 'G', 'g'), replace('G8/G20', 'G', 'g', 1)]",
            "['g8/g20', 'g8/G20']",
        ),
        Function::new("split", &[TEXT, Parameter::of("delimiter", &[Type::String, Type::List])], Type::List, split).about(
            "The parts of the text between the occurrences of a delimiter (or of any of a list of them).",
            "split('WCO;WTO', ';')",
            "['WCO', 'WTO']",
        ),
        Function::new("char_length", &[TEXT], Type::Integer, |_, arguments| length("char_length", arguments)).about(
            "The number of characters of the text.",
            "char_length('Côte')",
            "4",
        ),
        Function::new("character_length", &[TEXT], Type::Integer, |_, arguments| length("character_length", arguments)).about(
            "The number of characters of the text.",
            "character_length('Côte')",
            "4",
        ),
    ];

/// The text without what is trimmed at its beginning, at its end, or both.
fn trim(function: &'static str, arguments: &[Value], (start, end): (bool, bool)) -> Result<Value, Failure> {
    let mut rest = &**text(function, arguments, 0)?;
    let given = if arguments.len() > 1 { Some(text(function, arguments, 1)?) } else { None };
    let trimmed = |character: char| given.map_or(character.is_whitespace(), |given| given.contains(character));
    if start {
        rest = rest.trim_start_matches(trimmed);
    }
    if end {
        rest = rest.trim_end_matches(trimmed);
    }
    Ok(Value::string(rest))
}

fn normalize(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    let given = text("normalize", arguments, 0)?;
    // No character becomes more than 18 others (Unicode Standard Annex 15).
    context.guard.fits(given.len() as u64 * 18)?;
    Ok(Value::string(form("normalize", arguments)?.of(given)))
}

/// The form that the second argument names.
fn form(function: &'static str, arguments: &[Value]) -> Result<NormalForm, Failure> {
    if arguments.len() < 2 {
        return Ok(NormalForm::default());
    }
    let name = text(function, arguments, 1)?;
    NormalForm::named(name).ok_or_else(|| {
        Failure::Undefined(format!("`{}` is no normal form; the forms are NFC, NFD, NFKC, NFKD", crate::text::visible(name)))
    })
}

fn length(function: &'static str, arguments: &[Value]) -> Result<Value, Failure> {
    Ok(Value::Integer(text(function, arguments, 0)?.chars().count() as i64))
}

/// The byte at which the character of this number begins; the text's length if it has no more.
fn byte_of(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(byte, _)| byte)
}

fn left(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    let text = text("left", arguments, 0)?;
    let end = byte_of(text, count("left", "length", arguments, 1)?);
    Ok(Value::string(&text[..end]))
}

fn right(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    let text = text("right", arguments, 0)?;
    let kept = count("right", "length", arguments, 1)?;
    let start = byte_of(text, text.chars().count().saturating_sub(kept));
    Ok(Value::string(&text[start..]))
}

fn substring(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    let text = text("substring", arguments, 0)?;
    let rest = &text[byte_of(text, count("substring", "start", arguments, 1)?)..];
    let end = if arguments.len() > 2 { byte_of(rest, count("substring", "length", arguments, 2)?) } else { rest.len() };
    Ok(Value::string(&rest[..end]))
}

fn replace(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    let (text, search, by) = (text("replace", arguments, 0)?, text("replace", arguments, 1)?, text("replace", arguments, 2)?);
    let most = if arguments.len() > 3 { count("replace", "limit", arguments, 3)? } else { usize::MAX };
    if by.len() > search.len() {
        let occurrences = text.matches(&**search).take(most).count() as u64;
        context.guard.fits(text.len() as u64 + occurrences * (by.len() - search.len()) as u64)?;
    }
    Ok(Value::string(text.replacen(&**search, by, most)))
}

fn split(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    let whole = text("split", arguments, 0)?;
    let delimiters = match at(arguments, 1) {
        Value::String(delimiter) => vec![&**delimiter],
        Value::List(delimiters) => delimiters.iter().map(delimiter).collect::<Result<Vec<_>, _>>()?,
        other => return Err(mismatch("split", "a string or a list of strings as its delimiter", other)),
    };
    // Each part takes a value and an allocation of its own.
    context.guard.fits(whole.len() as u64 * 40)?;
    if delimiters.iter().any(|delimiter| delimiter.is_empty()) {
        let mut buffer = [0; 4];
        return Ok(Value::list(whole.chars().map(|character| Value::string(&*character.encode_utf8(&mut buffer))).collect::<Vec<_>>()));
    }
    let mut parts = Vec::new();
    let mut rest = &**whole;
    while let Some((at, length)) = first(rest, &delimiters) {
        parts.push(Value::string(&rest[..at]));
        rest = &rest[at + length..];
    }
    parts.push(Value::string(rest));
    Ok(Value::list(parts))
}

fn delimiter(value: &Value) -> Result<&str, Failure> {
    match value {
        Value::String(delimiter) => Ok(delimiter),
        other => Err(mismatch("split", "a list of strings as its delimiters", other)),
    }
}

/// Where the first of the delimiters stands, and its length; of two at one place the one named first.
fn first(text: &str, delimiters: &[&str]) -> Option<(usize, usize)> {
    delimiters.iter().filter_map(|delimiter| Some((text.find(delimiter)?, delimiter.len()))).min_by_key(|found| found.0)
}
