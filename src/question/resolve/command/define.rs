//! `define NAME as SENTENCE`, `forget NAME` and `saved questions`: questions that are kept under a name.
//!
//! Rows of all three: `name`, `parameter` (the noun of what is named when it is asked), `sentence`, `about`.

use super::super::{Resolved, Resolver};
use super::written::{quoted, read};
use super::{Commanded, Evidence};
use crate::question::Options;
use crate::question::ast::Word;
use crate::question::error::Error;
use crate::question::keyword::KEYWORDS;
use crate::question::presentation::Presentation;
use crate::question::vocabulary::{NounMeaning, split};
use crate::schema::SavedQuestion;
use crate::text::Span;

/// What becomes of the kept questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// This one is kept, in the place of one of its name.
    Define(SavedQuestion),
    /// The one of this name is forgotten.
    Forget(String),
}

impl Resolver<'_> {
    /// Keeps a question, which must have a meaning.
    pub(super) fn define(self, name: Span, parameter: Option<Word>, sentence: Span) -> Resolved<Commanded> {
        let saved = SavedQuestion {
            name: plain(name.of(self.text)),
            parameter: parameter.map(|word| plain(word.span.of(self.text))),
            sentence: sentence.of(self.text).trim().to_owned(),
            ..SavedQuestion::default()
        };
        self.check_name(&saved.name, name)?;
        if saved.sentence.is_empty() {
            return Err(Error::Empty { example: format!("`define {} as …`", saved.name), span: sentence });
        }
        self.check_sentence(&saved, sentence)?;
        Ok(Commanded {
            understood: format!("`{}` is kept", saved.name),
            keeping: Some(Keeping::Define(saved.clone())),
            ..rows(&[&saved], sentence)?
        })
    }

    /// The name must be free: a word that means something keeps its meaning.
    fn check_name(&self, name: &str, span: Span) -> Resolved<()> {
        let folded: Vec<String> = split(name).into_iter().map(|(_, _, word)| word).collect();
        let joined = folded.join(" ");
        let is_number = folded.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
        let means = self.data.vocabulary.find(&joined).is_some_and(|(_, meanings)| {
            let others = meanings.nouns.iter().any(|noun| !matches!(noun, NounMeaning::Saved(_)));
            others
                || !meanings.names.is_empty()
                || !meanings.adjectives.is_empty()
                || !meanings.relations.is_empty()
                || !meanings.predicates.is_empty()
                || !meanings.attributes.is_empty()
        });
        // A name that is a question by itself would change what that means.
        let is_saved = self.data.vocabulary.find(&joined).is_some();
        let asks = !is_saved && crate::question::ask(name, self.data, self.options).is_ok();
        if asks
            || folded.is_empty()
            || is_number
            || means
            || KEYWORDS.phrases.contains_key(joined.as_str())
            || name.contains(['(', ')', ',', '"', ':', ';'])
        {
            return Err(Error::NameTaken { name: name.to_owned(), span });
        }
        Ok(())
    }

    /// The sentence must be one, also with what is named put in, and must not come back to its own name.
    fn check_sentence(&self, saved: &SavedQuestion, span: Span) -> Resolved<()> {
        let argument = match &saved.parameter {
            None => None,
            Some(noun) => match self.example_of(noun) {
                Some(name) => Some(name),
                // Nothing to try it on.
                None => return Ok(()),
            },
        };
        let text = super::super::saved::filled(saved, argument.as_deref(), span)?;
        if self.comes_back(&saved.name, &saved.sentence, &mut Vec::new()) {
            return Err(Error::SavedCycle { name: saved.name.clone(), span });
        }
        let options = Options { previous: Some(self.options.previous.clone().unwrap_or_default()), ..self.options.clone() };
        match crate::question::ask(&text, self.data, &options) {
            Ok(_) => Ok(()),
            Err(problems) => {
                // Where nothing was put in, the place in the sentence is a place in this one.
                let inner = problems.span().filter(|_| argument.is_none()).map(|inner| {
                    let start = span.start + (span.of(self.text).len() - span.of(self.text).trim_start().len()) as u32;
                    Span { start: start + inner.start, end: start + inner.end }
                });
                let help = problems.help();
                Err(Error::NotKept { name: saved.name.clone(), reason: problems.to_string(), help, span: inner.unwrap_or(span) })
            }
        }
    }

    /// The name of a thing that a noun means.
    fn example_of(&self, noun: &str) -> Option<String> {
        let key: Vec<String> = split(noun).into_iter().map(|(_, _, word)| word).collect();
        let (_, meanings) = self.data.vocabulary.find(&key.join(" "))?;
        let labels: Vec<&str> = meanings
            .nouns
            .iter()
            .filter_map(|meaning| {
                if let NounMeaning::Entry(index) = meaning { Some(self.data.schema.lexicon.nouns[*index].label.as_str()) } else { None }
            })
            .collect();
        let mut nodes = Vec::new();
        for label in labels.iter().filter_map(|label| self.data.graph.catalogue().label(label)) {
            self.data.graph.scan(Some(label), 0, 16, &mut nodes);
        }
        let name = nodes.iter().map(|node| self.shown_name(*node)).find(|name| !name.contains('"') && !name.is_empty())?;
        let is_plain = name.chars().all(|character| character.is_alphanumeric() || character == ' ');
        Some(if is_plain { name } else { format!("\"{name}\"") })
    }

    /// Whether a sentence speaks of a kept question, or of one that does.
    fn comes_back(&self, name: &str, sentence: &str, seen: &mut Vec<String>) -> bool {
        let own: Vec<String> = split(name).into_iter().map(|(_, _, word)| word).collect();
        self.spoken_of(sentence).into_iter().any(|index| {
            let Some(saved) = self.data.vocabulary.saved(index) else { return false };
            if split(&saved.name).into_iter().map(|(_, _, word)| word).eq(own.iter().cloned()) {
                return true;
            }
            if seen.contains(&saved.name) {
                return false;
            }
            seen.push(saved.name.clone());
            self.comes_back(name, &saved.sentence, seen)
        })
    }

    /// The kept questions of which a sentence speaks.
    fn spoken_of(&self, sentence: &str) -> Vec<usize> {
        let Ok(words) = crate::question::words(sentence, self.data.vocabulary) else { return Vec::new() };
        let runs =
            words.runs().iter().filter_map(|run| if let crate::question::RunKind::Phrase(index) = run.kind { Some(index) } else { None });
        let meanings = runs.filter_map(|index| self.data.vocabulary.meanings(index));
        let nouns = meanings.flat_map(|meanings| &meanings.nouns);
        nouns.filter_map(|noun| if let NounMeaning::Saved(index) = noun { Some(*index) } else { None }).collect()
    }

    /// Forgets a kept question.
    pub(super) fn forget(self, name: Span) -> Resolved<Commanded> {
        let asked = plain(name.of(self.text));
        let folded = |text: &str| split(text).into_iter().map(|(_, _, word)| word).collect::<Vec<_>>();
        let all = self.data.vocabulary.all_saved();
        let Some(saved) = all.iter().find(|saved| folded(&saved.name) == folded(&asked)) else {
            let help = crate::diagnose::did_you_mean(&asked, all.iter().map(|saved| saved.name.as_str()));
            return Err(Error::NotSaved { name: asked, help, span: name });
        };
        Ok(Commanded {
            understood: format!("`{}` is forgotten", saved.name),
            keeping: Some(Keeping::Forget(saved.name.clone())),
            ..rows(&[saved], name)?
        })
    }

    /// All kept questions.
    pub(super) fn saved_questions(self, span: Span) -> Resolved<Commanded> {
        let mut all: Vec<&SavedQuestion> = self.data.vocabulary.all_saved().iter().collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        rows(&all, span)
    }
}

/// Words with single spaces between them.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Kept questions as rows.
fn rows(questions: &[&SavedQuestion], span: Span) -> Resolved<Commanded> {
    let optional = |text: &Option<String>| text.as_deref().map_or_else(|| "null".to_owned(), quoted);
    let maps: Vec<String> = questions
        .iter()
        .map(|saved| {
            format!(
                "{{name: {}, parameter: {}, sentence: {}, about: {}}}",
                quoted(&saved.name),
                optional(&saved.parameter),
                quoted(&saved.sentence),
                optional(&saved.about)
            )
        })
        .collect();
    let text = format!(
        "UNWIND [{}] AS kept RETURN kept.name AS name, kept.parameter AS parameter, kept.sentence AS sentence, kept.about AS about",
        maps.join(", ")
    );
    Ok(Commanded {
        query: read(&text, "saved questions", span)?,
        understood: "the questions that are kept under a name".to_owned(),
        notes: Vec::new(),
        nothing: Some("none is kept; `define NAME as SENTENCE` keeps one".to_owned()),
        presentation: Presentation::Rows,
        evidence: Evidence::None,
        nodes: None,
        keeping: None,
        picture: None,
    })
}
