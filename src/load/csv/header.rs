//! The header of a CSV file: what each column is.
//!
//! Plain names (`id`, `labels`, `start`, `end`, `start_id`, `end_id`) and the form of neo4j-admin
//! (`id:ID(Partner)`, `:LABEL`, `:START_ID(Partner)`, `:END_ID`, `:TYPE`, `since:int`, `tags:string[]`, `:IGNORE`). Beside
//! these, `:KEY` holds what relationships find a node by where its id does not serve, and is no property; a type `any` says
//! that the cells are literals of the language; and an odd name stands in single quotes (`'a:b':string`).

use std::borrow::Cow;
use std::sync::Arc;

use super::super::problem::{Problem, Quoted};
use super::super::report::{Report, spot};
use super::record::Record;
use crate::diagnose::did_you_mean;
use crate::schema::PropertyType;
use crate::value::read_quoted;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Role {
    /// The id of a node.
    Id,
    /// What relationships find a node by, where that is no property.
    Key,
    /// The id of a relationship's start.
    Start,
    /// The id of a relationship's end.
    End,
    /// Labels, separated by `;`.
    Labels,
    /// The type of a relationship.
    Type,
    /// A property.
    Property,
    /// Nothing that counts.
    Ignored,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::load) struct Heading {
    /// The property's name; empty where it is none.
    pub(in crate::load) name: String,
    /// Whether the name stands in quotes, so that it may be empty.
    quoted: bool,
    pub(in crate::load) role: Role,
    /// The type, if the header states it.
    pub(in crate::load) kind: Option<PropertyType>,
    /// The id space, if the header states it.
    pub(in crate::load) space: Option<String>,
}

/// The columns of a file.
#[derive(Debug)]
pub(in crate::load) struct Header {
    pub(in crate::load) columns: Vec<Heading>,
}

/// Which of the two kinds of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Content {
    Nodes,
    Relationships,
}

/// The marks of neo4j-admin.
const MARKS: &[(&str, Role)] = &[
    ("ID", Role::Id),
    ("KEY", Role::Key),
    ("START_ID", Role::Start),
    ("END_ID", Role::End),
    ("LABEL", Role::Labels),
    ("TYPE", Role::Type),
    ("IGNORE", Role::Ignored),
];

/// Plain names of each kind of file; of two names for one role the first that is there counts, the other is a property.
const PLAIN: &[(Content, &str, Role)] = &[
    (Content::Nodes, "id", Role::Id),
    (Content::Nodes, "labels", Role::Labels),
    (Content::Relationships, "start_id", Role::Start),
    (Content::Relationships, "start", Role::Start),
    (Content::Relationships, "end_id", Role::End),
    (Content::Relationships, "end", Role::End),
];

impl Header {
    /// Reads the first record of a file. What is wrong with it goes to the report; then there is no header.
    pub(in crate::load) fn read(record: Record<'_>, content: Content, file: &Arc<str>, limit: usize, report: &mut Report) -> Option<Self> {
        if record.len() > limit {
            report.push(Problem::TooManyColumns { file: Arc::clone(file), count: record.len(), limit });
            return None;
        }
        let mut good = true;
        let mut columns = Vec::with_capacity(record.len());
        for (index, text) in record.iter().enumerate() {
            match Heading::read(text.trim()) {
                Ok(heading) => columns.push(heading),
                Err(kind) => {
                    good = false;
                    let at = spot(file, record.line, index + 1);
                    report.push(Problem::UnknownColumnType { at, name: Quoted::new(text), kind: Quoted::new(kind) });
                }
            }
        }
        if !good {
            return None;
        }
        let mut header = Self { columns };
        header.plain_roles(content);
        header.check(content, file, record, report).then_some(header)
    }

    /// Which kind of file the marks in a header say it is, if they say it.
    pub(in crate::load) fn content(record: Record<'_>) -> Option<Content> {
        record.iter().filter_map(|text| Heading::read(text.trim()).ok()).find_map(|heading| match heading.role {
            Role::Id | Role::Key => Some(Content::Nodes),
            Role::Start | Role::End => Some(Content::Relationships),
            _ => None,
        })
    }

    /// The column with this role.
    pub(in crate::load) fn find(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|heading| heading.role == role)
    }

    /// Gives plain names the roles that no mark has taken.
    fn plain_roles(&mut self, content: Content) {
        for &(of, name, role) in PLAIN {
            // Beside a key, an id is a property like others.
            if of == content && self.find(role).is_none() && !(role == Role::Id && self.find(Role::Key).is_some()) {
                let plain = |heading: &&mut Heading| heading.name == name && heading.role == Role::Property;
                if let Some(heading) = self.columns.iter_mut().find(plain) {
                    heading.role = role;
                }
            }
        }
    }

    fn check(&self, content: Content, file: &Arc<str>, record: Record<'_>, report: &mut Report) -> bool {
        let mut good = true;
        for (index, heading) in self.columns.iter().enumerate() {
            let at = spot(file, record.line, index + 1);
            let single = !matches!(heading.role, Role::Property | Role::Ignored | Role::Labels);
            let before = &self.columns[..index];
            if heading.role == Role::Property && !heading.has_name() {
                report.push(Problem::UnnamedColumn { at });
            } else if (single && before.iter().any(|other| other.role == heading.role))
                || (heading.has_name() && before.iter().any(|other| other.has_name() && other.name == heading.name))
            {
                report.push(Problem::DuplicateColumn { at, name: Quoted::new(record.get(index)) });
            } else {
                continue;
            }
            good = false;
        }
        let needed: &[(Role, &str)] = match content {
            Content::Nodes => &[(Role::Id, "`id`")],
            Content::Relationships => {
                &[(Role::Start, "`start` (or `start_id`, `:START_ID`)"), (Role::End, "`end` (or `end_id`, `:END_ID`)")]
            }
        };
        for &(role, what) in needed {
            if self.find(role).is_none() && !(role == Role::Id && self.find(Role::Key).is_some()) {
                good = false;
                let help = self.missing_help(content, record);
                report.push(Problem::MissingColumn { file: Arc::clone(file), what: what.into(), help });
            }
        }
        good
    }

    fn missing_help(&self, content: Content, record: Record<'_>) -> String {
        let separator = [';', '\t', '|'].into_iter().find(|&separator| record.len() == 1 && record.get(0).contains(separator));
        if let Some(separator) = separator {
            return format!("the header is separated by {separator:?}: save the file with commas");
        }
        let mut names = PLAIN.iter().filter(|row| row.0 == content).map(|row| row.1);
        let near = names.find_map(|name| self.columns.iter().find(|heading| did_you_mean(&heading.name, [name]).is_some()).zip(Some(name)));
        match near {
            Some((heading, name)) => format!("did you mean the column {} to be `{name}`?", Quoted::new(&heading.name)),
            None => "the first line names the columns: `id,name,…` for nodes, `start,end,…` for relationships".into(),
        }
    }
}

impl Heading {
    fn has_name(&self) -> bool {
        !self.name.is_empty() || self.quoted
    }

    /// Reads one field of a header; gives the text of a type that does not exist.
    fn read(text: &str) -> Result<Self, &str> {
        let (name, quoted, mark) = match read_quoted(text) {
            Some((name, "")) => (Cow::Owned(name), true, None),
            Some((name, behind)) if behind.starts_with(':') => (Cow::Owned(name), true, Some(&behind[1..])),
            _ => {
                // Options in braces (`{id-type:int}`) speak of the import, not of the data.
                let text = text.split_once('{').map_or(text, |(before, _)| before);
                match text.rsplit_once(':') {
                    Some((name, mark)) => (Cow::Borrowed(name), false, Some(mark)),
                    None => (Cow::Borrowed(text), false, None),
                }
            }
        };
        let heading = |name: &str, role, kind, space| Self { name: name.into(), quoted, role, kind, space };
        let Some(mark) = mark else { return Ok(heading(&name, Role::Property, None, None)) };
        let (word, space) = match mark.split_once('(') {
            Some((word, rest)) => (word, rest.strip_suffix(')').map(str::to_owned).filter(|space| !space.is_empty())),
            None => (mark, None),
        };
        if let Some(&(_, role)) = MARKS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)) {
            let name = if name.is_empty() && role == Role::Id { "id" } else { &*name };
            return Ok(heading(name, role, None, space));
        }
        let kind = mark.parse().map_err(|_| mark)?;
        Ok(heading(&name, Role::Property, Some(kind), None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_both_forms() {
        let read = |text| {
            Heading::read(text).map(|h| {
                format!("{} {:?} {} {}", h.name, h.role, h.kind.map(|k| k.to_string()).unwrap_or_default(), h.space.unwrap_or_default())
            })
        };
        assert_eq!(read("id:ID(Partner)").as_deref(), Ok("id Id  Partner"));
        assert_eq!(read(":ID").as_deref(), Ok("id Id  "));
        assert_eq!(read("movieId:ID(Movie){id-type:int}").as_deref(), Ok("movieId Id  Movie"));
        assert_eq!(read(":START_ID(A b)").as_deref(), Ok(" Start  A b"));
        assert_eq!(read("tags:string[]").as_deref(), Ok("tags Property string[] "));
        assert_eq!(read("since:int").as_deref(), Ok("since Property integer "));
        assert_eq!(read("where:point"), Err("point"));
        assert_eq!(read("name").as_deref(), Ok("name Property  "));
        assert_eq!(read(":KEY(nodes)").as_deref(), Ok(" Key  nodes"));
        assert_eq!(read("'a:b{':any").as_deref(), Ok("a:b{ Property any "));
        assert_eq!(read("'tis:string").as_deref(), Ok("'tis Property string "));
    }
}
