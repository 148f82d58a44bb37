//! The command line: arguments, streams, exit codes, and the read-answer loop.

mod about;
mod arguments;
mod batch;
mod check;
mod colour;
mod command;
mod conversation;
mod draw;
mod editor;
mod error;
mod folder;
mod forms;
mod gaps;
mod help;
mod history;
mod interrupt;
mod kept;
mod layout;
mod output;
mod pager;
mod query;
mod read;
mod report;
mod save;
mod script;
mod setting;
mod starters;
mod statement;
mod whole;

use std::mem::ManuallyDrop;

use clap::{CommandFactory, Parser};

use arguments::{Arguments, Command};
use output::Outcome;

use crate::load;
use crate::session::Session;

pub use script::split;

/// Runs the program on the process's arguments and streams.
///
/// Does not return. Exit codes: 0 done, 1 the query or the data was wrong, 2 the command line was wrong, 130 interrupted.
pub fn main() -> ! {
    let arguments = Arguments::parse();
    colour::choose(arguments.color);
    let outcome = match &arguments.command {
        Some(Command::Check { path }) => check::check(path, &arguments),
        Some(Command::Completions { shell }) => {
            clap_complete::generate(*shell, &mut Arguments::command(), "legation", &mut std::io::stdout());
            Outcome::Done
        }
        Some(Command::Man) => manual(),
        Some(Command::Query(query)) => with_session(&arguments, |session| query::query(session, &arguments, query)),
        Some(Command::Gaps(gaps)) => with_session(&arguments, |session| gaps::gaps(session, &arguments, gaps)),
        Some(Command::Draw(asked)) => with_session(&arguments, |session| draw::draw(session, &arguments, asked)),
        Some(Command::Brief(brief)) => with_session(&arguments, |session| report::brief(session, brief)),
        Some(Command::Worksheet(event)) => with_session(&arguments, |session| report::worksheet(session, event)),
        Some(Command::Run(run)) => with_session(&arguments, |session| script::run(session, &arguments, run)),
        Some(Command::Export { saving }) => with_package(open(&arguments), |package| save::export(&package, saving)),
        Some(Command::Import { paths, saving }) => with_package(save::open(paths, &arguments), |package| save::export(&package, saving)),
        Some(Command::Batch) => with_session(&arguments, batch::batch),
        None => with_session(&arguments, |session| read::read(session, &arguments)),
    };
    output::end(outcome)
}

/// Prints the manual page.
fn manual() -> Outcome {
    let page = clap_mangen::Man::new(Arguments::command());
    if page.render(&mut std::io::stdout()).is_ok() { Outcome::Done } else { Outcome::Gone }
}

/// Opens the data and hands it to a command.
fn with_session(arguments: &Arguments, command: impl FnOnce(&mut Session) -> Outcome) -> Outcome {
    let cancel = interrupt::register();
    // The process ends next and gives all memory back at once: taking a graph apart before is time that a user waits for.
    with_package(open(arguments), |package| {
        let mut session = ManuallyDrop::new(Session::new(package, arguments.limits(), cancel));
        if let Some(day) = arguments.as_of {
            session.as_of(day);
        }
        kept::open(&mut session);
        command(&mut session)
    })
}

/// Hands data to a command; data that does not load is shown and ends the program.
fn with_package(opened: Result<load::Package, save::Unopened>, command: impl FnOnce(load::Package) -> Outcome) -> Outcome {
    match opened {
        Ok(package) => command(package),
        Err((problems, source)) => {
            output::problems(&problems, source.as_ref());
            Outcome::Wrong
        }
    }
}

fn open(arguments: &Arguments) -> Result<load::Package, save::Unopened> {
    if arguments.data.is_empty() { load::embedded().map_err(|problems| (problems, None)) } else { save::open(&arguments.data, arguments) }
}
