//! Commands to the shell itself, which begin with a colon.

use super::output::{self, Outcome};
use crate::diagnose::Diagnostics;
use crate::session::Session;

/// A command: everything that is known of it.
struct Command {
    /// Its names, the first of them shown.
    names: &'static [&'static str],
    /// What it does, in one sentence.
    summary: &'static str,
    /// Does it, and gives what is to be said.
    run: fn(&mut Session) -> Result<String, Diagnostics>,
}

/// All commands but the one that leaves.
const COMMANDS: &[Command] = &[
    Command {
        names: &["begin"],
        summary: "begins a transaction: what is written is kept by :commit, or forgotten",
        run: |session| session.begin().map(|()| "a transaction is open".to_owned()),
    },
    Command {
        names: &["commit"],
        summary: "keeps what was written since :begin",
        run: |session| session.commit().map(|()| "committed".to_owned()),
    },
    Command {
        names: &["rollback"],
        summary: "forgets what was written since :begin",
        run: |session| session.rollback().map(|()| "rolled back".to_owned()),
    },
    Command { names: &["help", "h", "?"], summary: "shows the commands", run: |_| Ok(help()) },
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
    let Some(word) = line.strip_prefix(':').map(str::trim) else { return Line::Sentence };
    if LEAVE.contains(&word) {
        return Line::Leave;
    }
    let Some(command) = COMMANDS.iter().find(|command| command.names.contains(&word)) else {
        output::note(&format!("there is no command `:{}`\n{}", crate::text::visible(word), help()));
        return Line::Done(Outcome::Wrong);
    };
    Line::Done(match (command.run)(session) {
        Ok(said) => {
            output::note(&said);
            Outcome::Done
        }
        Err(problems) => output::problems(&problems, None),
    })
}

/// The commands, a line each.
fn help() -> String {
    let line = |(name, summary): (&str, &str)| format!("  :{name:<10} {summary}");
    let all = COMMANDS.iter().map(|command| (command.names[0], command.summary));
    all.chain([(LEAVE[0], "leaves")]).map(line).collect::<Vec<_>>().join("\n")
}
