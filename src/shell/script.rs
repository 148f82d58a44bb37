//! `legation run`: answers the sentences of a script.

use std::io::Read;
use std::path::Path;
use std::{fs, io};

use super::arguments::{Arguments, Run};
use super::command::{self, Line};
use super::conversation::Conversation;
use super::output::{self, Outcome};
use crate::session::Session;
use crate::text::{Source, visible};

/// Runs a script file, or standard input for `-`, up to its first error.
pub(super) fn run(session: &mut Session, arguments: &Arguments, run: &Run) -> Outcome {
    match script(&run.file) {
        Ok(text) => sentences(&mut Conversation::new(session, arguments, run.answer.clone()), &Source::new(named(&run.file), text)),
        Err(error) => {
            output::note(&format!("{} cannot be read: {error}", visible(&named(&run.file))));
            Outcome::Wrong
        }
    }
}

/// What a script is called in messages.
fn named(file: &Path) -> String {
    if file.as_os_str() == "-" { "standard input".to_owned() } else { file.display().to_string() }
}

fn script(file: &Path) -> io::Result<String> {
    if file.as_os_str() == "-" {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text)?;
        return Ok(text);
    }
    fs::read_to_string(file)
}

/// Answers the sentences of a text up to its first error, whose place in the script is said.
pub(super) fn sentences(conversation: &mut Conversation<'_>, script: &Source) -> Outcome {
    match conversation.script(script) {
        Line::Done(outcome) => outcome,
        Line::Leave | Line::Sentence => Outcome::Done,
    }
}

/// What the splitter is inside of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Sentence,
    Quote(char),
    LineComment,
    BlockComment,
}

/// The sentences of a script with their offsets. A sentence ends with `;` or a blank line, a command stands on a line of its own; `//`, `/* … */`, and `--` at the
/// start of a line followed by a space begin comments, which become spaces so that places stay right. O(length).
pub fn split(text: &str) -> Vec<(usize, String)> {
    let mut sentences = Vec::new();
    let mut sentence = String::new();
    let mut start = 0;
    let mut inside = Inside::Sentence;
    // Whether only spaces stand before this place on its line.
    let mut fresh = true;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let rest = &text[at..];
        let begins = fresh;
        fresh = character == '\n' || (fresh && character.is_whitespace());
        match inside {
            Inside::Sentence if rest.starts_with("//") || (begins && line_comment(rest)) => inside = Inside::LineComment,
            Inside::Sentence if rest.starts_with("/*") => inside = Inside::BlockComment,
            Inside::Sentence
                if character == ';'
                    || blank_line(text, at)
                    || (character == '\n' && (is_command(&sentence) || command::opens(&text[at + 1..]))) =>
            {
                finish(&mut sentences, start, &mut sentence);
                start = at + 1;
                continue;
            }
            Inside::Sentence if matches!(character, '"' | '\'' | '`') && opens(text, at, character) => inside = Inside::Quote(character),
            Inside::Quote(quote) if character == quote => inside = Inside::Sentence,
            Inside::Quote(quote) if character == '\\' && quote != '`' => {
                sentence.push(character);
                if let Some((_, escaped)) = characters.next() {
                    sentence.push(escaped);
                }
                continue;
            }
            Inside::LineComment if character == '\n' => inside = Inside::Sentence,
            Inside::BlockComment if text[..at].ends_with('*') && character == '/' => {
                inside = Inside::Sentence;
                sentence.push(' ');
                continue;
            }
            _ => {}
        }
        if matches!(inside, Inside::LineComment | Inside::BlockComment) && character != '\n' {
            sentence.extend(std::iter::repeat_n(' ', character.len_utf8()));
        } else {
            sentence.push(character);
        }
    }
    finish(&mut sentences, start, &mut sentence);
    sentences
}

/// Keeps a sentence that says anything.
fn finish(sentences: &mut Vec<(usize, String)>, start: usize, sentence: &mut String) {
    let text = std::mem::take(sentence);
    let lead = text.len() - text.trim_start().len();
    if !text.trim().is_empty() {
        sentences.push((start + lead, text.trim().to_owned()));
    }
}

/// Whether an apostrophe or quote opens a text rather than standing inside of a word (`Brazil's`, `Côte d'Ivoire`).
fn opens(text: &str, at: usize, quote: char) -> bool {
    quote != '\'' || !text[..at].chars().next_back().is_some_and(char::is_alphanumeric)
}

/// Whether a line feed at `at` is followed by a line without any text.
fn blank_line(text: &str, at: usize) -> bool {
    text[at..].starts_with('\n') && text[at + 1..].split('\n').next().is_some_and(|line| line.trim().is_empty())
}

/// Whether what stands before a line feed is a command to the shell, which takes one line.
fn is_command(sentence: &str) -> bool {
    sentence.trim_start().starts_with(':')
}

/// Whether a `--` comment begins here, if it stands at the start of its line.
fn line_comment(rest: &str) -> bool {
    rest.strip_prefix("--").is_some_and(|after| after.is_empty() || after.starts_with([' ', '\t', '\n', '\r']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<String> {
        split(text).into_iter().map(|(_, sentence)| sentence).collect()
    }

    #[test]
    fn sentences_end_with_semicolons_and_blank_lines() {
        assert_eq!(
            sentences("partners in WCO;\nposts in China\n\nhow many\npartners\n"),
            ["partners in WCO", "posts in China", "how many\npartners"]
        );
    }

    #[test]
    fn quotes_and_comments_hide_semicolons() {
        assert_eq!(sentences("RETURN ';' // a; b\n;\n-- c;\nRETURN \"\\\";\" /* ; */"), ["RETURN ';'", "RETURN \"\\\";\""]);
        assert_eq!(sentences("-- only a comment\n"), Vec::<String>::new());
        assert_eq!(sentences("MATCH (a)\n--(b) RETURN a"), ["MATCH (a)\n--(b) RETURN a"]);
    }

    #[test]
    fn a_command_takes_one_line() {
        assert_eq!(sentences(":begin\n:save a b\nMATCH (n)\nRETURN n"), [":begin", ":save a b", "MATCH (n)\nRETURN n"]);
        assert_eq!(
            sentences("how many partners\n  :last json\nMATCH (n\n:Label)"),
            ["how many partners", ":last json", "MATCH (n\n:Label)"]
        );
    }

    #[test]
    fn an_apostrophe_in_a_word_opens_nothing() {
        assert_eq!(sentences("Brazil's forums; agencies of Mexico"), ["Brazil's forums", "agencies of Mexico"]);
    }

    #[test]
    fn offsets_point_at_the_sentence() {
        assert_eq!(split("// x\n\n  partners;").first().map(|(at, _)| *at), Some(8));
    }
}
