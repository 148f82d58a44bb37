//! Commands to the shell itself, which begin with a colon.

use super::output::{self, Outcome};
use super::save;
use crate::diagnose::Diagnostics;
use crate::session::Session;

/// A command: everything that is known of it.
struct Command {
    /// Its names, the first of them shown.
    names: &'static [&'static str],
    /// What follows it, if something must.
    argument: &'static str,
    /// What it does, in one sentence.
    summary: &'static str,
    /// Does it, and gives what is to be said.
    run: fn(&mut Session, &str) -> Result<String, Diagnostics>,
}

/// All commands but the one that leaves.
const COMMANDS: &[Command] = &[
    Command {
        names: &["begin"],
        argument: "",
        summary: "begins a transaction: what is written is kept by :commit, or forgotten",
        run: |session, _| session.begin().map(|()| "a transaction is open".to_owned()),
    },
    Command {
        names: &["commit"],
        argument: "",
        summary: "keeps what was written since :begin",
        run: |session, _| session.commit().map(|()| "committed".to_owned()),
    },
    Command {
        names: &["rollback"],
        argument: "",
        summary: "forgets what was written since :begin",
        run: |session, _| session.rollback().map(|()| "rolled back".to_owned()),
    },
    Command {
        names: &["save"],
        argument: "PATH",
        summary: "saves the graph: a data package, or by its ending .jsonl, .graphml or .cypher",
        run: |session, path| save::command(session, path),
    },
    Command { names: &["help", "h", "?"], argument: "", summary: "shows the commands", run: |_, _| Ok(help()) },
];

/// The names of the command that leaves.
const LEAVE: &[&str] = &["quit", "q", "exit"];

/// How the shell goes on after a line.
pub(super) enum Line {
    /// It was a command, done or refused.
    Done(Outcome),
    /// It says that the user leaves.
    Leave,
    /// It is a sentence.
    Sentence,
}

/// Carries out a line that is a command.
pub(super) fn command(session: &mut Session, line: &str) -> Line {
    let line = line.trim();
    if matches!(line, "quit" | "exit") {
        return Line::Leave;
    }
    let Some(text) = line.strip_prefix(':').map(str::trim) else { return Line::Sentence };
    let (word, rest) = text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim()));
    if LEAVE.contains(&text) {
        return Line::Leave;
    }
    let known = COMMANDS.iter().find(|command| command.names.contains(&word));
    let Some(command) = known.filter(|command| command.argument.is_empty() == rest.is_empty()) else {
        let wrong = match known {
            Some(command) if rest.is_empty() => format!("`:{word}` needs a {}", command.argument),
            _ => format!("there is no command `:{}`", crate::text::visible(text)),
        };
        output::note(&format!("{wrong}\n{}", help()));
        return Line::Done(Outcome::Wrong);
    };
    Line::Done(match (command.run)(session, rest) {
        Ok(said) => {
            output::note(&said);
            Outcome::Done
        }
        Err(problems) => output::problems(&problems, None),
    })
}

/// The commands, a line each.
fn help() -> String {
    let line = |(name, summary): (String, &str)| format!("  :{name:<10} {summary}");
    let all = COMMANDS.iter().map(|command| (format!("{} {}", command.names[0], command.argument), command.summary));
    all.chain([(LEAVE[0].to_owned(), "leaves")]).map(line).collect::<Vec<_>>().join("\n")
}
