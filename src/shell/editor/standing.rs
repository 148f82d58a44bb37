//! When a text is whole: decided by the grammars, so that a sentence may go over several lines and several may be pasted at once.

use crate::cypher::{self, looks_like_cypher};
use crate::question;
use crate::shell::conversation::Conversation;
use crate::shell::script::split;
use crate::text::Standing;

/// What the language of a text says of it.
pub(super) fn standing(text: &str, conversation: &Conversation<'_>) -> Standing {
    let text = text.trim_start();
    let last = text.rsplit('\n').next().unwrap_or_default();
    // An empty line ends what is wrong, too: nobody is held in a sentence.
    if text.is_empty() || text.starts_with(':') || text.trim_end().ends_with(';') || (text.contains('\n') && last.trim().is_empty()) {
        return Standing::Complete;
    }
    sentence(text, conversation)
}

fn sentence(text: &str, conversation: &Conversation<'_>) -> Standing {
    if looks_like_cypher(text) { cypher::standing(text) } else { question::standing(text, conversation.session.vocabulary()) }
}

/// The sentences of a text. They end as those of a script do; where what is between two ends is no sentence as a whole,
/// each line that completes one ends it, so that a list of questions can be pasted as it is.
pub(super) fn sentences(text: &str, conversation: &Conversation<'_>) -> Vec<String> {
    let mut all = Vec::new();
    for (_, chunk) in split(text) {
        if !chunk.contains('\n') || sentence(&chunk, conversation) == Standing::Complete {
            all.push(chunk);
            continue;
        }
        let mut open = String::new();
        for line in chunk.lines() {
            if !open.is_empty() {
                // A statement may be whole and yet go on in the next line.
                let longer = format!("{open}\n{line}");
                if sentence(&open, conversation) != Standing::Unfinished && sentence(&longer, conversation) == Standing::Wrong {
                    all.push(std::mem::take(&mut open));
                } else {
                    open = longer;
                    continue;
                }
            }
            line.clone_into(&mut open);
        }
        all.push(open);
    }
    all
}
