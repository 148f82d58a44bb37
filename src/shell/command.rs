//! Commands to the shell itself, which begin with a colon: one row of a table each.

use std::path::{Path, PathBuf};

use super::conversation::Conversation;
use super::error::Error;
use super::layout::columns;
use super::output::{self, Look, Outcome};
use super::setting::{self, SETTINGS};
use super::{about, help, save};
use crate::diagnose::{Diagnostics, did_you_mean};
use crate::session::Error as SessionError;
use crate::text::visible;

/// A command: everything that is known of it.
pub(super) struct Command {
    /// Its names, the first of them shown.
    pub names: &'static [&'static str],
    /// What follows it.
    pub argument: Argument,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// A line to try.
    pub example: &'static str,
    /// Does it.
    run: fn(&mut Conversation<'_>, &str) -> Result<Said, Diagnostics>,
}

/// What follows the name of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Argument {
    /// Nothing.
    None,
    /// Something that may be left out.
    Optional(&'static str),
    /// Something.
    Required(&'static str),
}

/// What a command has to say.
pub(super) enum Said {
    /// Something about what it did.
    Note(String),
    /// An answer.
    Text(String),
    /// Nothing: all was said.
    Line(Line),
}

/// All commands.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        names: &["begin"],
        argument: Argument::None,
        summary: "begins a transaction: what is written is kept by :commit, or forgotten",
        example: ":begin",
        run: |conversation, _| conversation.session.begin().map(|()| Said::Note("a transaction is open".to_owned())),
    },
    Command {
        names: &["commit"],
        argument: Argument::None,
        summary: "keeps what was written since :begin",
        example: ":commit",
        run: |conversation, _| conversation.session.commit().map(|()| Said::Note("committed".to_owned())),
    },
    Command {
        names: &["rollback"],
        argument: Argument::None,
        summary: "forgets what was written since :begin",
        example: ":rollback",
        run: |conversation, _| conversation.session.rollback().map(|()| Said::Note("rolled back".to_owned())),
    },
    Command {
        names: &["save"],
        argument: Argument::Required("PATH"),
        summary: "saves the graph: a data package, or by its ending .jsonl, .graphml or .cypher",
        example: ":save copy.jsonl",
        run: |conversation, path| save::command(conversation.session, path).map(Said::Note),
    },
    Command {
        names: &["load"],
        argument: Argument::Required("PATH"),
        summary: "answers from other data from now on: packages, folders of CSV, saved graphs; several are merged",
        example: ":load copy.jsonl",
        run: load,
    },
    Command {
        names: &["source"],
        argument: Argument::Required("FILE"),
        summary: "answers the sentences of a script",
        example: ":source questions.txt",
        run: |conversation, path| Ok(Said::Line(conversation.file(Path::new(&unquoted(path)))?)),
    },
    Command {
        names: &["last"],
        argument: Argument::Optional("FORMAT"),
        summary: "shows the last answer again in full, or in another format",
        example: ":last json",
        run: last,
    },
    Command {
        names: &["history"],
        argument: Argument::Optional("PATTERN"),
        summary: "shows what was typed, or what of it has a pattern",
        example: ":history partners",
        run: history,
    },
    Command {
        names: &["schema"],
        argument: Argument::Optional("LABEL"),
        summary: "shows the labels and relationship types, or the properties and phrases of one",
        example: ":schema",
        run: |conversation, name| Ok(Said::Text(about::schema(conversation.session, name, conversation.width())?)),
    },
    Command {
        names: &["words"],
        argument: Argument::Optional("PATTERN"),
        summary: "shows the words of the loaded data, or those that have a pattern",
        example: ":words noun",
        run: |conversation, pattern| Ok(Said::Text(about::words(conversation.session, pattern, conversation.width())?)),
    },
    Command {
        names: &["set"],
        argument: Argument::Optional("NAME VALUE"),
        summary: "shows the settings, or changes one",
        example: ":set timing on",
        run: set,
    },
    Command {
        names: &["help", "h", "?"],
        argument: Argument::Optional("PATTERN"),
        summary: "explains; with a pattern, all that speaks of it",
        example: ":help count",
        run: |conversation, pattern| {
            let width = conversation.width();
            let text = if pattern.is_empty() {
                help::overview(conversation.session, width)
            } else {
                help::search(conversation.session, pattern, width)?
            };
            Ok(Said::Text(text))
        },
    },
    Command {
        names: &["quit", "q", "exit"],
        argument: Argument::None,
        summary: "leaves",
        example: ":quit",
        run: |_, _| Ok(Said::Line(Line::Leave)),
    },
];

/// How the shell goes on after a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It was done or refused.
    Done(Outcome),
    /// It says that the user leaves.
    Leave,
    /// It is a sentence.
    Sentence,
}

/// The command or the setting of a name, which is a command too: `:timing on`.
enum Named {
    Command(&'static Command),
    Setting(&'static setting::Setting),
}

/// Carries out a line that is a command.
pub(super) fn command(conversation: &mut Conversation<'_>, line: &str) -> Line {
    let line = line.trim();
    if matches!(line, "quit" | "exit") {
        return Line::Leave;
    }
    let Some(text) = line.strip_prefix(':').map(str::trim) else { return Line::Sentence };
    let (word, rest) = text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim()));
    let said = match named(word) {
        Ok(Named::Command(command)) => fits(command, rest).map_err(Into::into).and_then(|()| (command.run)(conversation, rest)),
        Ok(Named::Setting(setting)) => set_one(conversation, setting, rest),
        Err(error) => Err(error.into()),
    };
    match said {
        Ok(Said::Note(text)) => {
            output::note(&text);
            Line::Done(Outcome::Done)
        }
        Ok(Said::Text(text)) => Line::Done(output::text(&text, &conversation.look())),
        Ok(Said::Line(line)) => line,
        Err(problems) => Line::Done(output::problems(&problems, None)),
    }
}

/// Whether the line that a text begins with is one of the commands: a colon alone may be part of a statement.
pub(super) fn opens(text: &str) -> bool {
    let Some(word) = text.trim_start_matches([' ', '\t']).strip_prefix(':') else { return false };
    let word = word.split(char::is_whitespace).next().unwrap_or_default();
    named(word).is_ok()
}

fn named(word: &str) -> Result<Named, Error> {
    if let Some(command) = COMMANDS.iter().find(|command| command.names.contains(&word)) {
        return Ok(Named::Command(command));
    }
    if let Ok(setting) = setting::find(word) {
        return Ok(Named::Setting(setting));
    }
    let names = COMMANDS.iter().flat_map(|command| command.names).copied().chain(SETTINGS.iter().map(|setting| setting.name));
    let names: Vec<String> = names.map(|name| format!(":{name}")).collect();
    let help = did_you_mean(&format!(":{word}"), names.iter().map(String::as_str));
    Err(Error::UnknownCommand { name: word.to_owned(), help: help.unwrap_or_else(|| "`:help` lists the commands".to_owned()) })
}

fn fits(command: &'static Command, rest: &str) -> Result<(), Error> {
    let name = command.names[0];
    match command.argument {
        Argument::Required(argument) if rest.is_empty() => {
            Err(Error::MissingArgument { command: name, argument, help: format!("such as `{}`", command.example) })
        }
        Argument::None if !rest.is_empty() => Err(Error::UnwantedArgument { command: name, help: format!("write `:{name}`") }),
        _ => Ok(()),
    }
}

/// Shows all settings, or one, or changes one.
fn set(conversation: &mut Conversation<'_>, rest: &str) -> Result<Said, Diagnostics> {
    if rest.is_empty() {
        let rows = SETTINGS.iter().map(|setting| {
            let value = (setting.show)(&conversation.settings);
            [setting.name.to_owned(), value, setting.about()]
        });
        return Ok(Said::Text(columns(&rows.collect::<Vec<_>>(), conversation.width())));
    }
    let (name, value) = rest.split_once(|c: char| c.is_whitespace() || c == '=').map_or((rest, ""), |(name, value)| (name, value.trim()));
    set_one(conversation, setting::find(name)?, value)
}

/// Shows or changes a setting; one that is on or off is turned over by its name alone.
fn set_one(conversation: &mut Conversation<'_>, setting: &'static setting::Setting, value: &str) -> Result<Said, Diagnostics> {
    let value = match (value, (setting.show)(&conversation.settings).as_str()) {
        ("", "on") if setting.is_switch() => "off",
        ("", _) if setting.is_switch() => "on",
        _ => value,
    };
    if !value.is_empty() {
        let before = conversation.settings.clone();
        setting::change(&mut conversation.settings, setting, value)?;
        // The loaded data may have nothing to serve it with.
        if let Err(problems) = conversation.session.check(&conversation.request()) {
            conversation.settings = before;
            return Err(problems);
        }
    }
    Ok(Said::Note(format!("{} is {}", setting.name, (setting.show)(&conversation.settings))))
}

/// Answers from other data; what was loaded before is forgotten only when the new data is there.
fn load(conversation: &mut Conversation<'_>, paths: &str) -> Result<Said, Diagnostics> {
    if conversation.session.in_transaction() {
        return Err(SessionError::TransactionOpen.into());
    }
    let paths: Vec<PathBuf> = match paths {
        // A folder may have spaces in its name.
        one if Path::new(one).exists() => vec![one.into()],
        several => shlex::split(several).unwrap_or_else(|| vec![several.to_owned()]).into_iter().map(PathBuf::from).collect(),
    };
    match save::open(&paths, conversation.arguments) {
        Ok(package) => {
            conversation.opens(package);
            let graph = conversation.session.graph();
            let (nodes, relationships) = (graph.node_count(), graph.relationship_count());
            let title = conversation.session.title();
            Ok(Said::Note(format!("{}: {nodes} nodes and {relationships} relationships", visible(&title))))
        }
        Err((problems, source)) => Ok(Said::Line(Line::Done(output::problems(&problems, source.as_ref())))),
    }
}

/// Shows the last answer again.
fn last(conversation: &mut Conversation<'_>, name: &str) -> Result<Said, Diagnostics> {
    let mut settings = conversation.settings.clone();
    if !name.is_empty() {
        setting::change(&mut settings, setting::find("format")?, name)?;
    }
    let Some(reply) = &conversation.last else { return Err(Error::NoAnswer.into()) };
    let look = Look { settings: &settings, ..conversation.look() };
    Ok(Said::Line(Line::Done(output::reply(reply, &look))))
}

/// Shows what was typed, numbered, oldest first.
fn history(conversation: &mut Conversation<'_>, pattern: &str) -> Result<Said, Diagnostics> {
    let wanted = pattern.to_lowercase();
    let entries = conversation.history.entries().enumerate();
    let rows: Vec<String> = entries
        .filter(|(_, entry)| entry.to_lowercase().contains(&wanted))
        .map(|(number, entry)| format!("{:>5}  {}", number + 1, visible(&entry.replace('\n', "\n       "))))
        .collect();
    if rows.is_empty() && !pattern.is_empty() {
        return Err(Error::NothingFound { pattern: pattern.to_owned(), help: None }.into());
    }
    Ok(if rows.is_empty() { Said::Note("nothing was typed yet".to_owned()) } else { Said::Text(rows.join("\n")) })
}

/// A path without the quotes around it.
fn unquoted(path: &str) -> String {
    let inner = ['"', '\''].into_iter().find_map(|quote| path.strip_prefix(quote)?.strip_suffix(quote));
    inner.unwrap_or(path).to_owned()
}
