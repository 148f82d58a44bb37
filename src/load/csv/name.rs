//! Names within cells and headers: plain, or as literals of the language in single quotes where a plain one would be
//! misread (`'a;b'`, `'odd: name':string`).

use std::borrow::Cow;

use crate::value::read_quoted;

/// A name that takes a whole text.
pub(in crate::load) fn name(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    match read_quoted(text) {
        Some((quoted, "")) => Cow::Owned(quoted),
        _ => Cow::Borrowed(text),
    }
}

/// Names separated by `;`. Empty ones do not count, unless they are quoted; a colon before a name does not belong to it.
pub(in crate::load) fn names(text: &str) -> Vec<Cow<'_, str>> {
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start().trim_start_matches(':');
        let quoted = read_quoted(rest).and_then(|(quoted, behind)| {
            let behind = behind.trim_start();
            (behind.is_empty() || behind.starts_with(';')).then_some((quoted, behind))
        });
        let behind = if let Some((quoted, behind)) = quoted {
            names.push(Cow::Owned(quoted));
            behind
        } else {
            let (plain, behind) = rest.split_at(rest.find(';').unwrap_or(rest.len()));
            let plain = plain.trim_end();
            if !plain.is_empty() {
                names.push(Cow::Borrowed(plain));
            }
            behind
        };
        match behind.strip_prefix(';') {
            Some(next) => rest = next,
            None => return names,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_or_quoted() {
        assert_eq!(names(" A; :B;;C "), ["A", "B", "C"]);
        assert_eq!(names(r"'a;b';'';B;'it\'s' ; 'x'y"), ["a;b", "", "B", "it's", "'x'y"]);
        assert_eq!(names(""), Vec::<&str>::new());
        assert_eq!(name(" KNOWS "), "KNOWS");
        assert_eq!(name("' KNOWS '"), " KNOWS ");
        assert_eq!(name("'tis"), "'tis");
    }
}
