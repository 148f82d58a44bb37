//! Long answers: through the user's own program, which is run without a shell, or screen by screen.

use std::io::{self, Write};
use std::process::{Command, Stdio};

use rustyline::error::ReadlineError;
use rustyline::history::MemHistory;
use rustyline::{Cmd, Config, Editor, KeyCode, KeyEvent, Modifiers};

use super::interrupt::stopped;
use super::setting::Pager;

/// Shows a text of many lines.
///
/// # Errors
/// In words, if the program cannot be run; then nothing was shown.
pub(super) fn show(text: &[u8], pager: &Pager, height: usize) -> Result<(), String> {
    let stated = || std::env::var("PAGER").ok().filter(|program| !program.trim().is_empty());
    match pager {
        Pager::Program(program) => through(program, text),
        Pager::Auto => match stated() {
            Some(program) => through(&program, text),
            None => by_screens(text, height).map_err(|error| error.to_string()),
        },
        Pager::Own | Pager::Off => by_screens(text, height).map_err(|error| error.to_string()),
    }
}

/// Gives the text to a program and waits for it. That it ends before it has read all is how pagers are left.
fn through(line: &str, text: &[u8]) -> Result<(), String> {
    let words = shlex::split(line).filter(|words| !words.is_empty());
    let words = words.ok_or_else(|| format!("the pager `{line}` cannot be run: its quotes are not closed"))?;
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).stdin(Stdio::piped());
    // As git has it: colours pass, and `less` leaves the text on the screen.
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    let mut child = command.spawn().map_err(|error| format!("the pager `{line}` cannot be run: {error}"))?;
    let Some(mut input) = child.stdin.take() else { return Ok(()) };
    let _ = input.write_all(text);
    drop(input);
    match child.wait() {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("the pager `{line}` was lost: {error}")),
    }
}

/// A screen at a time.
fn by_screens(text: &[u8], height: usize) -> io::Result<()> {
    let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
    let mut out = io::stdout();
    let mut at = 0;
    while at < lines.len() && !stopped() {
        let end = lines.len().min(at + height - 1);
        for line in &lines[at..end] {
            out.write_all(line)?;
        }
        out.flush()?;
        at = end;
        if at < lines.len() {
            match more(lines.len() - at) {
                Next::Screen => {}
                Next::All => {
                    for line in &lines[at..] {
                        if stopped() {
                            break;
                        }
                        out.write_all(line)?;
                    }
                    return out.flush();
                }
                Next::Nothing => return Ok(()),
            }
        }
    }
    Ok(())
}

/// What is shown next.
enum Next {
    Screen,
    All,
    Nothing,
}

/// Asks for a key: space or Enter for the next screen, `a` for all of the rest, `q` for nothing more.
fn more(left: usize) -> Next {
    let Ok(mut editor) = Editor::<(), MemHistory>::with_history(Config::default(), MemHistory::new()) else { return Next::All };
    let key = |character| KeyEvent(KeyCode::Char(character), Modifiers::NONE);
    editor.bind_sequence(key(' '), Cmd::AcceptLine);
    editor.bind_sequence(key('q'), Cmd::Interrupt);
    editor.bind_sequence(key('a'), Cmd::EndOfFile);
    let asked = editor.readline(&format!("-- {left} more lines: space goes on, a shows all, q ends -- "));
    // The question is taken off the screen again.
    let _ = io::stdout().write_all(b"\x1b[1A\x1b[2K");
    match asked {
        Ok(_) => Next::Screen,
        Err(ReadlineError::Eof) => Next::All,
        Err(_) => Next::Nothing,
    }
}
