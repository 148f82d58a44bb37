//! The settings of the shell: one row of a table each.

use super::arguments::AnswerArguments;
use super::colour::{self, Choice};
use super::error::Error;
use super::output;
use crate::diagnose::{did_you_mean, nearest};
use crate::export::{FORMATS, Format};

/// How answers are asked for and shown.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own that is on or off")]
pub(super) struct Settings {
    /// The format; none is that of the stream.
    pub format: Option<&'static Format>,
    /// Whether each row says where its facts stand.
    pub sources: bool,
    /// The language, as a code, that names and nouns are shown in; none is that of the data.
    pub language: Option<String>,
    /// Whether the time of an answer is said.
    pub timing: bool,
    /// What shows answers that are longer than the screen.
    pub pager: Pager,
    /// Columns that a table may take; none is the width of the terminal.
    pub width: Option<usize>,
    /// Whether what can follow is shown behind the cursor.
    pub hints: bool,
    /// Whether the understood meaning is said above an answer.
    pub understood: bool,
    /// Whether caveats and other notes are said below an answer.
    pub notes: bool,
}

/// What shows answers that are longer than the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pager {
    /// The program in `PAGER`, or screen by screen.
    Auto,
    /// Screen by screen.
    Own,
    /// Nothing: they run through.
    Off,
    /// A program.
    Program(String),
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            format: None,
            sources: false,
            language: None,
            timing: false,
            pager: Pager::Auto,
            width: None,
            hints: true,
            understood: true,
            notes: true,
        }
    }
}

impl Settings {
    /// The settings that a command line states.
    pub fn new(arguments: &AnswerArguments) -> Self {
        Self { format: arguments.format, sources: arguments.sources, language: arguments.language.clone(), ..Self::default() }
    }

    /// Columns that a line may take.
    pub fn width(&self) -> usize {
        self.width.unwrap_or_else(output::width)
    }
}

/// A setting: everything that is known of it.
pub(super) struct Setting {
    /// Its name.
    pub name: &'static str,
    /// What it may be; what stands for a value is in capitals.
    pub values: fn() -> Vec<&'static str>,
    /// What it says, in one sentence.
    pub summary: &'static str,
    /// A value to try.
    pub example: &'static str,
    /// Its value now.
    pub show: fn(&Settings) -> String,
    /// Changes it; false where the value is none of its values.
    change: fn(&mut Settings, &str) -> bool,
}

impl Setting {
    /// What it says and what it may be.
    pub fn about(&self) -> String {
        format!("{} ({})", self.summary, (self.values)().join(", "))
    }

    /// Whether it is on or off.
    pub fn is_switch(&self) -> bool {
        (self.values)() == SWITCH
    }
}

/// Values of a setting that is on or off.
const SWITCH: [&str; 2] = ["on", "off"];

/// The row of a setting that is on or off: its field, what it says, and a value to try.
macro_rules! switch {
    ($field:ident, $summary:literal, $example:literal) => {
        Setting {
            name: stringify!($field),
            values: || SWITCH.to_vec(),
            summary: $summary,
            example: $example,
            show: |settings| on_or_off(settings.$field),
            change: |settings, value| switch(&mut settings.$field, value),
        }
    };
}

/// All settings.
pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        name: "format",
        values: || FORMATS.iter().map(|format| format.name).collect(),
        summary: "how answers are written",
        example: "line",
        show: |settings| settings.format.map_or("table", |format| format.name).to_owned(),
        change: |settings, value| {
            let found = FORMATS.iter().find(|format| format.name == value);
            settings.format = found.or(settings.format);
            found.is_some()
        },
    },
    switch!(sources, "whether each row says where its facts stand", "on"),
    Setting {
        name: "lang",
        values: || vec!["auto", "LANGUAGE"],
        summary: "the language that names and nouns are shown in where the data has them: auto is that of the data",
        example: "fr",
        show: |settings| settings.language.clone().unwrap_or_else(|| "auto".to_owned()),
        change: |settings, value| {
            let code = value.len() < 36 && value.chars().all(|character| character.is_ascii_alphanumeric() || character == '-');
            if code {
                settings.language = (value != "auto").then(|| value.to_owned());
            }
            code
        },
    },
    switch!(timing, "whether the time of an answer is said", "on"),
    switch!(understood, "whether the understood meaning of a question is said above its answer", "off"),
    switch!(notes, "whether caveats and other notes are said below an answer", "off"),
    Setting {
        name: "pager",
        values: || vec!["auto", "own", "off", "PROGRAM"],
        summary: "what shows answers longer than the screen: auto is the program in PAGER, else screen by screen",
        example: "off",
        show: |settings| match &settings.pager {
            Pager::Auto => "auto".to_owned(),
            Pager::Own => "own".to_owned(),
            Pager::Off => "off".to_owned(),
            Pager::Program(program) => program.clone(),
        },
        change: |settings, value| {
            settings.pager = match value {
                "auto" | "on" => Pager::Auto,
                "own" => Pager::Own,
                "off" => Pager::Off,
                program => Pager::Program(program.to_owned()),
            };
            true
        },
    },
    Setting {
        name: "width",
        values: || vec!["auto", "COLUMNS"],
        summary: "columns that a table may take, at least 20: auto is the width of the terminal",
        example: "60",
        show: |settings| settings.width.map_or_else(|| "auto".to_owned(), |width| width.to_string()),
        change: |settings, value| {
            settings.width = match (value, value.parse()) {
                ("auto", _) => None,
                (_, Ok(columns)) if columns >= 20 => Some(columns),
                _ => return false,
            };
            true
        },
    },
    switch!(hints, "whether what can follow and the number of rows are shown behind the cursor", "off"),
    Setting {
        name: "color",
        values: || vec!["auto", "always", "never"],
        summary: "when text is coloured: auto is on a terminal, unless NO_COLOR is set",
        example: "auto",
        show: |_| {
            match colour::chosen() {
                Choice::Auto => "auto",
                Choice::Always => "always",
                Choice::Never => "never",
            }
            .to_owned()
        },
        change: |_, value| {
            let choice = match value {
                "auto" => Choice::Auto,
                "always" | "on" => Choice::Always,
                "never" | "off" => Choice::Never,
                _ => return false,
            };
            colour::choose(choice);
            true
        },
    },
];

/// The setting of a name.
pub(super) fn find(name: &str) -> Result<&'static Setting, Error> {
    SETTINGS.iter().find(|setting| setting.name == name).ok_or_else(|| {
        let names = || SETTINGS.iter().map(|setting| setting.name);
        let all = || format!("the settings: {}", names().collect::<Vec<_>>().join(", "));
        Error::UnknownSetting { name: name.to_owned(), help: did_you_mean(name, names()).unwrap_or_else(all) }
    })
}

/// Changes a setting; a value that is none of its values changes nothing.
pub(super) fn change(settings: &mut Settings, setting: &Setting, value: &str) -> Result<(), Error> {
    if (setting.change)(settings, value) {
        return Ok(());
    }
    let (name, values) = (setting.name, (setting.values)());
    let near = nearest(value, values.iter().copied());
    let help = match near.as_slice() {
        [one] => format!("did you mean `:{name} {one}`?"),
        _ => format!("`{name}` is {}", values.join(", ")),
    };
    Err(Error::BadSetting { name, value: value.to_owned(), help })
}

fn on_or_off(value: bool) -> String {
    if value { "on" } else { "off" }.to_owned()
}

fn switch(setting: &mut bool, value: &str) -> bool {
    *setting = match value {
        "on" | "yes" | "true" => true,
        "off" | "no" | "false" => false,
        _ => return false,
    };
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_is_a_value_that_shows() {
        for setting in SETTINGS {
            let mut settings = Settings::default();
            change(&mut settings, setting, setting.example).unwrap();
            assert_eq!((setting.show)(&settings), setting.example, "{}", setting.name);
        }
    }

    #[test]
    fn a_wrong_value_changes_nothing() {
        for setting in SETTINGS.iter().filter(|setting| !matches!(setting.name, "pager" | "lang")) {
            let mut settings = Settings { width: Some(60), format: Some(&FORMATS[1]), ..Settings::default() };
            let before = (setting.show)(&settings);
            assert!(change(&mut settings, setting, "7").is_err(), "{}", setting.name);
            assert_eq!((setting.show)(&settings), before, "{}", setting.name);
        }
    }
}
