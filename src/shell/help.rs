//! `:help`: everything that can be said, from the tables that say it, each with an example.

use std::time::Duration;

use super::about;
use super::command::{Argument, COMMANDS};
use super::error::Error;
use super::forms::forms;
use super::layout::columns;
use super::setting::SETTINGS;
use super::starters::starters;
use super::statement::STATEMENTS;
use crate::diagnose::did_you_mean;
use crate::function::{aggregate, aggregates, functions, other_names, scalar};
use crate::schema::Noun;
use crate::session::{Request, Session};

/// How many entries are listed.
const LISTED: usize = 40;

/// How long an example of the data's words may take to be tried.
const TRIAL: Duration = Duration::from_millis(100);

/// Something that can be said.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// What kind of thing it is.
    pub kind: &'static str,
    /// How it is written.
    pub name: String,
    /// What it means.
    pub summary: String,
    /// A line to try.
    pub example: String,
}

/// What `:help` alone says.
pub(super) fn overview(session: &Session, width: usize) -> String {
    let sentences = starters(session).into_iter().map(|sentence| format!("  {sentence}")).collect::<Vec<_>>().join("\n");
    let commands = columns(&commands().map(|entry| [format!(" {}", entry.name), entry.summary]).collect::<Vec<_>>(), width);
    let keys = columns(&KEYS.map(|(key, does)| [format!(" {key}"), does.to_owned()]), width);
    format!(
        "Sentences that work here\n{sentences}\n\nCypher works too: RETURN 1 + 1\n\nCommands\n{commands}\n\nKeys\n{keys}\n\n\
         `:help PATTERN` searches sentences, commands, settings, functions and the words of the data; `:set` shows the settings."
    )
}

/// Keys of the line editor.
const KEYS: [(&str, &str); 8] = [
    ("Tab", "what can come next; on an empty line, how to start"),
    ("Right", "takes the hint behind the cursor"),
    ("Up, Down", "earlier lines"),
    ("Ctrl-R", "searches earlier lines"),
    ("Enter", "sends a sentence that is whole; an unfinished one goes on in the next line, and an empty line sends it as it is"),
    ("Ctrl-C", "leaves the line, or stops the query that runs"),
    ("Ctrl-L", "clears the screen"),
    ("Ctrl-D", "leaves"),
];

/// What speaks of a pattern, with examples.
pub(super) fn search(session: &Session, pattern: &str, width: usize) -> Result<String, Error> {
    let wanted = pattern.trim_start_matches(':').to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&wanted);
    let mut found: Vec<Entry> = fixed(session).into_iter().chain(lexicon(session)).filter(|entry| has(&entry.name)).collect();
    found.extend(names(session, &wanted));
    if found.is_empty() {
        found.extend(fixed(session).into_iter().filter(|entry| has(&entry.summary)));
    }
    if found.is_empty() {
        let all = fixed(session);
        let names = all.iter().map(|entry| entry.name.as_str()).chain(session.vocabulary().spellings());
        return Err(Error::NothingFound { pattern: pattern.to_owned(), help: did_you_mean(pattern, names) });
    }
    // Names that are just this come first.
    found.sort_by_key(|entry| !entry.name.trim_start_matches(':').eq_ignore_ascii_case(&wanted));
    let more = found.len().saturating_sub(LISTED);
    let rows: Vec<[String; 3]> =
        found.into_iter().take(LISTED).map(|entry| [entry.name, format!("{}: {}", entry.kind, entry.summary), entry.example]).collect();
    let rest = if more > 0 { format!("\nand {more} more; a longer pattern finds fewer") } else { String::new() };
    Ok(format!("{}{rest}", columns(&rows, width)))
}

/// All that does not hang on the words of the data.
pub(super) fn fixed(session: &Session) -> Vec<Entry> {
    let starters = starters(session);
    let forms = forms(session, &starters);
    let sentences = starters.into_iter().map(|sentence| Entry {
        kind: "sentence",
        name: sentence.clone(),
        summary: "a question over the loaded data".to_owned(),
        example: sentence,
    });
    let statements = STATEMENTS.iter().map(|part| Entry {
        kind: "statement",
        name: part.name.to_owned(),
        summary: part.summary.to_owned(),
        example: part.example.to_owned(),
    });
    let settings = SETTINGS.iter().map(|setting| Entry {
        kind: "setting",
        name: format!(":{}", setting.name),
        summary: setting.about(),
        example: format!(":{} {}", setting.name, setting.example),
    });
    let scalars = functions().map(|function| Entry {
        kind: "function",
        name: function.name.to_owned(),
        summary: function.summary.to_owned(),
        example: format!("{}RETURN {}", given(function.example.expression), function.example.expression),
    });
    let aggregates = aggregates().map(|function| Entry {
        kind: "aggregate",
        name: function.name.to_owned(),
        summary: function.summary.to_owned(),
        example: format!("UNWIND [1, 2, 3] AS x RETURN {}", function.example.expression),
    });
    let others = other_names().filter_map(|(name, usual)| {
        let summary = format!("another name of `{usual}`");
        let example = match (scalar(usual), aggregate(usual)) {
            (Some(function), _) => format!("{}RETURN {}", given(function.example.expression), function.example.expression),
            (None, function) => format!("UNWIND [1, 2, 3] AS x RETURN {}", function?.example.expression),
        };
        Some(Entry {
            kind: "function",
            name: name.to_owned(),
            summary,
            example: example.replace(&format!("{usual}("), &format!("{name}(")),
        })
    });
    let procedures = session.procedures().iter().filter_map(|procedure| {
        let example = procedure.example?.query.to_owned();
        Some(Entry { kind: "procedure", name: procedure.signature.name.to_string(), summary: procedure.summary.to_string(), example })
    });
    forms
        .into_iter()
        .chain(sentences)
        .chain(statements)
        .chain(commands())
        .chain(settings)
        .chain(scalars)
        .chain(aggregates)
        .chain(others)
        .chain(procedures)
        .collect()
}

/// What binds the variables of an example: `n` and `m` are nodes, `r` is the relationship between them, `p` the path along it.
fn given(expression: &str) -> &'static str {
    let variable = |word: &str| matches!(word, "n" | "m" | "r" | "p");
    let bound = expression.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '_').any(variable);
    if bound { "MATCH p = (n)-[r]->(m) WITH p, n, r, m LIMIT 1 " } else { "" }
}

fn commands() -> impl Iterator<Item = Entry> {
    COMMANDS.iter().map(|command| {
        let argument = match command.argument {
            Argument::None => String::new(),
            Argument::Optional(argument) => format!(" [{argument}]"),
            Argument::Required(argument) => format!(" {argument}"),
        };
        Entry {
            kind: "command",
            name: format!(":{}{argument}", command.names[0]),
            summary: command.summary.to_owned(),
            example: command.example.to_owned(),
        }
    })
}

/// The words of the lexicon, each with a sentence that was tried.
pub(super) fn lexicon(session: &Session) -> Vec<Entry> {
    let lexicon = &session.schema().lexicon;
    let noun = |label: &str| lexicon.nouns.iter().find(|noun| noun.label == label);
    let plural = |label: &str| noun(label).map(Noun::plural);
    let mut entries = Vec::new();
    let mut add = |kind: &'static str, name: &str, summary: String, examples: Vec<String>| {
        let works = |text: &String| session.rows(text, &Request::default(), TRIAL).is_some();
        if let Some(example) = examples.into_iter().find(works) {
            entries.push(Entry { kind, name: name.to_owned(), summary, example });
        }
    };
    for noun in &lexicon.nouns {
        let example = format!("how many {}", noun.plural());
        for word in noun.words.iter().chain(&noun.synonyms).step_by(2) {
            add("noun", word, format!("nodes with the label {}", noun.label), vec![example.clone()]);
        }
    }
    for relation in &lexicon.relations {
        for (here, there, phrases) in
            [(&relation.from, &relation.to, &relation.forward), (&relation.to, &relation.from, &relation.backward)]
        {
            for phrase in phrases {
                let ends = here.iter().flat_map(|a| there.iter().map(move |b| (plural(a), noun(b))));
                let say = |(plural, other): (Option<&str>, Option<&Noun>)| Some(format!("{} {phrase} any {}", plural?, other?.singular()));
                let examples: Vec<String> = ends.filter_map(say).collect();
                let summary = format!("between {} and {}", here.join(" or "), there.join(" or "));
                add("relation", phrase, summary, examples);
            }
        }
    }
    for adjective in &lexicon.adjectives {
        for word in &adjective.words {
            let examples = plural(&adjective.label).map(|plural| format!("{word} {plural}")).into_iter().collect();
            add("adjective", word, format!("of {}", adjective.label), examples);
        }
    }
    for predicate in &lexicon.predicates {
        for word in &predicate.words {
            let examples = predicate.from.iter().filter_map(|label| Some(format!("{} {word}", plural(label)?))).collect();
            add("predicate", word, format!("of {}", predicate.from.join(" or ")), examples);
        }
    }
    entries
}

/// Names that begin with a text.
fn names(session: &Session, wanted: &str) -> Vec<Entry> {
    let vocabulary = session.vocabulary();
    let entry = |meanings: &crate::question::Meanings| {
        let node = *meanings.names.first()?;
        let name = meanings.spelling.to_string();
        Some(Entry { kind: "name", summary: about::label(session, node), example: name.clone(), name })
    };
    vocabulary.starting(wanted).filter_map(entry).take(LISTED).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limit::Limits;
    use crate::load;

    #[test]
    fn each_example_works() {
        let mut session = Session::new(load::embedded().unwrap(), Limits::default(), std::sync::Arc::default());
        let entries: Vec<Entry> = fixed(&session).into_iter().chain(lexicon(&session)).collect();
        assert!(entries.len() > 200, "{}", entries.len());
        assert_eq!(entries.iter().filter(|entry| entry.kind == "sentence").count(), 34);
        for entry in entries.iter().filter(|entry| !matches!(entry.kind, "command" | "setting")) {
            let answer = session.ask(&entry.example, &Request::default());
            assert!(answer.is_ok(), "{} `{}`: {:?}", entry.kind, entry.example, answer.err());
        }
    }

    #[test]
    fn each_command_of_the_language_has_an_example() {
        let session = Session::new(load::embedded().unwrap(), Limits::default(), std::sync::Arc::default());
        let examples: Vec<String> = fixed(&session).into_iter().map(|entry| entry.example).collect();
        let grammar = include_str!("../../grammar/command.pest");
        let rules: Vec<&str> = grammar.split('\n').collect();
        for (at, rule) in rules.iter().enumerate().filter(|(_, line)| line.starts_with("command_")) {
            // A rule goes on in the lines that are set in.
            let rest = rules[at + 1..].iter().take_while(|line| line.starts_with([' ', '}']));
            let text: String = std::iter::once(rule).chain(rest).copied().collect();
            let words: Vec<&str> = text.split("^\"").skip(1).filter_map(|piece| piece.split('"').next()).collect();
            let said = words.is_empty() || words.iter().any(|word| examples.iter().any(|example| example.contains(word)));
            assert!(said, "{rule}");
        }
    }
}
