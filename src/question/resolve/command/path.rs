//! `path from X to Y`: how a thing is joined to another.
//!
//! Rows: `steps` (how many relationships), `things` (their names, from the first to the last), `relations` (each as `[:TYPE]->` or
//! `<-[:TYPE]`, as it is met on the way); `sources` where they are asked for.

use super::super::{Resolved, Resolver};
use super::thing::Named;
use super::written::read;
use super::{Commanded, Evidence};
use crate::question::ast::Way;
use crate::question::error::Error;
use crate::question::presentation::Presentation;

/// The list of a path's relationships, each in its direction on the way.
const RELATIONS: &str = "[place IN range(0, length(path) - 1) | CASE WHEN startNode(relationships(path)[place]) = nodes(path)[place] THEN '[:' + type(relationships(path)[place]) + ']->' ELSE '<-[:' + type(relationships(path)[place]) + ']' END]";

impl Resolver<'_> {
    /// The shortest ways from one thing to another.
    pub(super) fn path(mut self, way: &Way) -> Resolved<Commanded> {
        let span = way.from.span.join(way.to.span);
        let (from, to) = (self.thing(&way.from, "from")?, self.thing(&way.to, "to")?);
        if from.node == to.node {
            return Err(Error::SameThing { name: to.name, span: way.to.span });
        }
        let ends = [from, to];
        let region = self.region(&ends, &way.limits)?;
        let [from, to] = &ends;
        let mut patterns = vec![from.pattern.clone(), to.pattern.clone()];
        patterns.extend(region.patterns.iter().cloned());
        let mut settings = vec!["direction: 'both'".to_owned()];
        settings.extend(region.settings.iter().cloned());
        let short = way.longest.map_or_else(String::new, |most| format!(" WHERE length(path) <= {most}"));
        // All paths may be very many: one is taken as it comes.
        let one = if way.all { String::new() } else { "WITH path LIMIT 1\n".to_owned() };
        let found = format!(
            "MATCH {}\nCALL graph.allShortestPaths(from, to, {{{}}}) YIELD path{short}\n{one}",
            patterns.join(", "),
            settings.join(", ")
        );
        let text = format!(
            "{found}RETURN length(path) AS steps, [thing IN nodes(path) | {}] AS things, {RELATIONS} AS relations, {} AS sources, {} AS caveats ORDER BY things, relations",
            self.shown("thing", &region.labels),
            distinct("relationships", "source"),
            format_args!("{} + {}", distinct("relationships", "caveat"), distinct("nodes", "caveat")),
        );
        if region.narrowed {
            self.note(
                "remarks on the data, and relations that are only mentioned, are left out; `through` says what a path may meet".to_owned(),
            );
        }
        Ok(Commanded {
            query: read(&text, "path", span)?,
            understood: format!(
                "{} {}",
                if way.all { "all shortest paths" } else { "one of the shortest paths" },
                described(way, from, to, &region.described)
            ),
            notes: std::mem::take(&mut self.notes),
            presentation: Presentation::Paths { spoken: self.spoken_relationships() },
            nothing: Some("no such path".to_owned()),
            evidence: Evidence::Aside,
            nodes: None,
            keeping: None,
            picture: Some(read(&format!("{found}RETURN path"), "path", span)?),
        })
    }
}

/// From where a way goes, to where, and how.
pub(super) fn described(way: &Way, from: &Named, to: &Named, region: &str) -> String {
    let most = way.longest.map_or_else(String::new, |most| format!(", at most {most} step{}", if most == 1 { "" } else { "s" }));
    format!("from {} to {}{region}{most}", from.name, to.name)
}

/// What the parts of a path say of themselves, each once.
fn distinct(parts: &str, key: &str) -> String {
    let list = format!("[part IN {parts}(path) WHERE part.{key} IS NOT NULL | part.{key}]");
    super::known::once(&list)
}
