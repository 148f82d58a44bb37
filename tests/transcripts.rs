//! Runs every example of the README and of `tests/cases`: blocks marked `console`, in which `$ legation …` is a command,
//! lines with `> ` below it are its standard input, and what follows is all that it prints, in order.
//!
//! `BLESS=1 cargo test --test transcripts` writes what is printed into the files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A command of a transcript.
struct Example {
    line: usize,
    command: String,
    input: String,
    output: String,
}

/// The Markdown files that hold transcripts, in order.
fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![root.join("README.md"), root.join("data/framework/README.md"), root.join("data/engagements-example/README.md")];
    let mut folders = vec![root.join("tests/cases")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push(path);
            }
        }
    }
    found.retain(|path| path.exists());
    found.sort();
    found
}

/// The words of a command line: separated by spaces, quoted by `"` or `'`.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = command.chars();
    while let Some(character) = characters.next() {
        match (character, quote) {
            ('\\', Some('"')) => word.get_or_insert_default().extend(characters.next()),
            (character, Some(open)) if character == open => quote = None,
            (character, Some(_)) => word.get_or_insert_default().push(character),
            ('"' | '\'', None) => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (' ', None) => words.extend(word.take()),
            (character, None) => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

/// What a command prints on both streams, and its exit code where it is not 0.
fn run(command: &str, input: &str) -> String {
    let words = words(command);
    assert_eq!(words[0], "legation", "only the program itself is run: {command}");
    let (mut reader, writer) = std::io::pipe().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_legation"));
    program.args(&words[1..]).current_dir(env!("CARGO_MANIFEST_DIR")).env("COLUMNS", "80").env("NO_COLOR", "1");
    // Whoever runs the tests has kept no questions.
    let own = Path::new(env!("CARGO_TARGET_TMPDIR")).join("transcripts");
    let _ = fs::remove_dir_all(&own);
    program.env("XDG_DATA_HOME", own);
    program.stdin(Stdio::piped()).stdout(writer.try_clone().unwrap()).stderr(writer);
    let mut child = program.spawn().unwrap();
    drop(program);
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let feed = std::thread::spawn(move || {
        let _ = stdin.write_all(input.as_bytes());
    });
    let mut output = String::new();
    reader.read_to_string(&mut output).unwrap();
    feed.join().unwrap();
    let code = child.wait().unwrap().code();
    if !output.is_empty() && !output.ends_with('\n') {
        output.push('\n');
    }
    if code != Some(0) {
        let _ = writeln!(output, "[exit code {}]", code.map_or("none".to_owned(), |code| code.to_string()));
    }
    output
}

/// The document with its examples' outputs replaced, and the examples that printed something else.
fn replay(text: &str) -> (String, Vec<Example>, usize) {
    let mut out = String::new();
    let mut wrong = Vec::new();
    let mut count = 0;
    let mut lines = text.lines().enumerate().peekable();
    let mut inside = false;
    while let Some((number, line)) = lines.next() {
        let _ = writeln!(out, "{line}");
        if line.trim_start().starts_with("```") {
            inside = !inside && line.trim() == "```console";
            continue;
        }
        let Some(command) = line.strip_prefix("$ ").filter(|_| inside) else { continue };
        let mut example = Example { line: number + 1, command: command.to_owned(), input: String::new(), output: String::new() };
        while let Some((_, line)) = lines.next_if(|(_, line)| line.starts_with("> ")) {
            let _ = writeln!(out, "{line}");
            let _ = writeln!(example.input, "{}", &line[2..]);
        }
        while let Some((_, line)) = lines.next_if(|(_, line)| !line.starts_with("$ ") && !line.starts_with("```")) {
            let _ = writeln!(example.output, "{line}");
        }
        let printed = timeless(&run(&example.command, &example.input));
        out.push_str(&printed);
        let blank = lines.peek().is_some_and(|(_, line)| line.starts_with("$ "));
        if blank {
            out.push('\n');
        }
        count += 1;
        if printed.trim_end() != example.output.trim_end() {
            example.output = format!("expected:\n{}\nprinted:\n{printed}", example.output);
            wrong.push(example);
        }
    }
    (out, wrong, count)
}

/// Output without times, which differ from run to run.
fn timeless(output: &str) -> String {
    let mut text = String::new();
    for line in output.lines() {
        match line.find("\"elapsed_us\":") {
            Some(at) => writeln!(text, "{}\"elapsed_us\":…}}", &line[..at]).unwrap(),
            None => writeln!(text, "{}", line.trim_end()).unwrap(),
        }
    }
    text
}

#[test]
fn every_example_prints_what_it_shows() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut failures = String::new();
    let mut total = 0;
    for path in documents() {
        let (text, wrong, count) = replay(&fs::read_to_string(&path).unwrap());
        total += count;
        if bless {
            fs::write(&path, text).unwrap();
        }
        for example in wrong {
            let _ = writeln!(failures, "{}:{}: {}\n{}", path.display(), example.line, example.command, example.output);
        }
    }
    assert!(total > 0, "no examples found");
    assert!(bless || failures.is_empty(), "{failures}");
}
