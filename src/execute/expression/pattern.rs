//! Regular expressions, which match whole texts.

use regex::{Regex, RegexBuilder};

use super::error::Fault;

/// The most bytes that a compiled pattern may take.
const SIZE: usize = 1 << 20;

/// A pattern that matches a whole text.
pub(super) fn compile(pattern: &str) -> Result<Regex, Fault> {
    // On its own first, so that it cannot close the group that is put around it.
    build(pattern)?;
    // In verbose mode the pattern may end in a comment, which only a line break ends.
    build(&format!(r"\A(?:{pattern})\z")).or_else(|_| build(&format!("\\A(?:{pattern}\n)\\z")))
}

fn build(pattern: &str) -> Result<Regex, Fault> {
    RegexBuilder::new(pattern).size_limit(SIZE).dfa_size_limit(SIZE).build().map_err(|error| Fault::Pattern(reason(&error)))
}

/// The last line of the error, which says what is wrong; those before show the pattern.
fn reason(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(limit) => format!("it takes more than {limit} bytes when compiled"),
        other => other.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_texts() {
        let matches = |pattern: &str, text: &str| compile(pattern).map(|regex| regex.is_match(text)).map_err(|fault| fault.to_string());
        assert_eq!(matches("a|ab", "ab"), Ok(true));
        assert_eq!(matches("a", "ab"), Ok(false));
        assert_eq!(matches("(?i)BRA.*", "brazil"), Ok(true));
        assert_eq!(matches("(?x) a b # comment", "ab"), Ok(true));
        assert_eq!(matches("a)|(b", "b"), Err("not a regular expression: unopened group".to_owned()));
        assert!(matches("(a{1000}){1000}", "").is_err());
    }
}
