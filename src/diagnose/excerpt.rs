//! What is shown of a text around the places that a problem points at.

use std::borrow::Cow;
use std::fmt::{self, Debug};
use std::ops::Range;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::text::{Source, is_unsafe, visible};

/// The longest line that is shown whole, in bytes, and what is shown of a longer one.
const LINE: usize = 200;

/// How much of a long line stands before the place, if it is there.
const BEFORE: usize = 60;

/// The most lines that one label covers.
const LINES: usize = 12;

/// Stands where something of a line is left out.
const MARK: char = '…';

/// The lines around some places, each within a width that can be read; all other lines are empty.
pub(super) struct Excerpt<'a> {
    name: String,
    text: Cow<'a, str>,
    /// The lines that were shortened, in order.
    cuts: Vec<Cut>,
}

/// A line of which a part is left out.
struct Cut {
    /// The whole line, without its end.
    line: Range<usize>,
    /// What of it is left.
    kept: Range<usize>,
    /// Where the line stands in the excerpt, marks included.
    shown: Range<usize>,
}

impl<'a> Excerpt<'a> {
    /// What is shown of `source` for these labels, and the labels within it. Unsafe characters are replaced by a mark of the
    /// same length. O(length of the text).
    pub(super) fn new(source: &'a Source, labels: &mut [LabeledSpan]) -> Self {
        let (name, text) = (visible(source.name()).into_owned(), source.text());
        for label in labels.iter_mut() {
            shorten(text, label);
        }
        let ranges = lines_around(text, labels);
        let is_long = |range: &Range<usize>| text[range.clone()].split('\n').any(|line| line.len() > LINE);
        if text.len() <= 64 << 10 && !ranges.iter().any(is_long) {
            return Self { name, text: neutral(text), cuts: Vec::new() };
        }
        let mut excerpt = Self { name, text: Cow::default(), cuts: Vec::new() };
        let mut moved = Vec::new();
        let (mut out, mut from) = (String::new(), 0);
        for range in ranges {
            out.extend(text[from..range.start].matches('\n'));
            let mut start = range.start;
            for line in text[range.clone()].split_inclusive('\n') {
                let end = start + line.trim_end_matches('\n').len();
                let at = out.len();
                match window(text, start..end, labels) {
                    Some(kept) => {
                        let cut = Cut::push(&mut out, text, start..end, kept);
                        excerpt.cuts.push(cut);
                    }
                    None => out.push_str(&neutral(&text[start..end])),
                }
                moved.push((start..end, at));
                out.push_str(&line[end - start..]);
                start += line.len();
            }
            from = range.end;
        }
        excerpt.text = Cow::Owned(out);
        for label in labels.iter_mut() {
            let (start, end) = (label.offset(), label.offset() + label.len());
            let (start, end) = (excerpt.place(start, &moved, Edge::Start), excerpt.place(end, &moved, Edge::End));
            move_to(label, start, end);
        }
        excerpt
    }

    /// Where an offset of the text is in the excerpt; one that was left out is at the mark that stands for it.
    fn place(&self, offset: usize, lines: &[(Range<usize>, usize)], edge: Edge) -> usize {
        let Some((line, at)) = lines.iter().find(|(line, _)| offset <= line.end).or(lines.last()) else { return 0 };
        match self.cuts.iter().find(|cut| cut.line == *line) {
            Some(cut) => cut.place(offset, edge),
            None => at + offset.clamp(line.start, line.end) - line.start,
        }
    }

    /// How many bytes more the column at an offset of the excerpt is in the text.
    fn left_out(&self, offset: usize) -> usize {
        let cut = self.cuts.iter().find(|cut| cut.shown.contains(&offset));
        cut.map_or(0, |cut| cut.kept.start - cut.line.start).saturating_sub(MARK.len_utf8())
    }
}

/// Which end of a label.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Start,
    End,
}

impl Cut {
    /// Writes what is kept of a line, between marks.
    fn push(out: &mut String, text: &str, line: Range<usize>, kept: Range<usize>) -> Self {
        let start = out.len();
        if kept.start > line.start {
            out.push(MARK);
        }
        out.push_str(&neutral(&text[kept.clone()]));
        if kept.end < line.end {
            out.push(MARK);
        }
        Self { line, kept, shown: start..out.len() }
    }

    fn place(&self, offset: usize, edge: Edge) -> usize {
        let mark = MARK.len_utf8();
        let first = self.shown.start + if self.kept.start > self.line.start { mark } else { 0 };
        let last = first + self.kept.len();
        match edge {
            Edge::Start if offset < self.kept.start => self.shown.start,
            Edge::End if offset < self.kept.start => first,
            Edge::Start if offset > self.kept.end => last,
            Edge::End if offset > self.kept.end => self.shown.end,
            _ => first + offset - self.kept.start,
        }
    }
}

/// Ends a label after so many lines.
fn shorten(text: &str, label: &mut LabeledSpan) {
    let start = boundary(text, label.offset());
    let end = boundary(text, label.offset() + label.len());
    let last = text[start..end].match_indices('\n').nth(LINES - 1).map_or(end, |(at, _)| start + at);
    move_to(label, start, last);
}

fn move_to(label: &mut LabeledSpan, start: usize, end: usize) {
    let text = label.label().map(str::to_owned);
    let span = SourceSpan::from((start, end.saturating_sub(start)));
    *label = if label.primary() { LabeledSpan::new_primary_with_span(text, span) } else { LabeledSpan::new_with_span(text, span) };
}

/// The lines of the labels with one line before and after each, as ranges in order that do not touch.
fn lines_around(text: &str, labels: &[LabeledSpan]) -> Vec<Range<usize>> {
    let begin = |at: usize| text[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = |at: usize| text[at..].find('\n').map_or(text.len(), |length| at + length + 1);
    let mut ranges: Vec<Range<usize>> = labels
        .iter()
        .map(|label| {
            let (first, last) = (begin(label.offset()), end(label.offset() + label.len()));
            begin(first.saturating_sub(1))..end(last.min(text.len()))
        })
        .collect();
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// What is kept of a line: nothing is said for one that is short enough.
fn window(text: &str, line: Range<usize>, labels: &[LabeledSpan]) -> Option<Range<usize>> {
    if line.len() <= LINE {
        return None;
    }
    let on_line = |label: &&LabeledSpan| label.offset() <= line.end && label.offset() + label.len() >= line.start;
    let place = labels.iter().filter(on_line).map(LabeledSpan::offset).min().unwrap_or(line.start);
    let from = place.saturating_sub(BEFORE).clamp(line.start, line.end - LINE);
    Some(boundary(text, from)..boundary(text, from + LINE))
}

/// The nearest offset at or before `at` where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}

/// `text` with unsafe characters replaced, byte for byte.
fn neutral(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_unsafe(c) { "?".repeat(c.len_utf8()) } else { c.to_string() }).collect())
}

impl Debug for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Excerpt").field("name", &self.name).finish_non_exhaustive()
    }
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'s>(&'s self, span: &SourceSpan, before: usize, after: usize) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let read = self.text.as_ref().read_span(span, before, after)?;
        let column = if read.column() > 0 { read.column() + self.left_out(span.offset()) } else { 0 };
        let (name, line, count) = (self.name.clone(), read.line(), read.line_count());
        Ok(Box::new(MietteSpanContents::new_named(name, read.data(), *read.span(), line, column, count)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, spans: &[(usize, usize)]) -> (String, Vec<String>, usize) {
        let source = Source::new("test", text);
        let mut labels: Vec<LabeledSpan> =
            spans.iter().map(|&(start, end)| LabeledSpan::new_with_span(None, (start, end - start))).collect();
        let excerpt = Excerpt::new(&source, &mut labels);
        let at = |label: &LabeledSpan| excerpt.text[label.offset()..label.offset() + label.len()].to_owned();
        let shown = labels.iter().map(at).collect();
        let column = labels.first().map_or(0, |label| excerpt.read_span(label.inner(), 0, 0).map_or(0, |read| read.column()));
        (excerpt.text.to_string(), shown, column)
    }

    #[test]
    fn short_texts_are_shown_whole() {
        assert_eq!(excerpt("a b\nc\u{1b}d", &[(2, 3)]), ("a b\nc?d".to_owned(), vec!["b".to_owned()], 2));
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{}bad{}", "é".repeat(300_000), "x".repeat(500_000));
        let (shown, labels, column) = excerpt(&text, &[(600_000, 600_003)]);
        assert!(shown.len() < 250 && shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        assert_eq!((labels, column), (vec!["bad".to_owned()], 600_000));
        let (shown, labels, column) = excerpt(&text, &[(0, 2), (600_000, 600_003), (300, text.len())]);
        assert!(shown.starts_with('é') && shown.ends_with('…'), "{shown}");
        assert_eq!((labels, column), (vec!["é".to_owned(), "…".to_owned(), "…".to_owned()], 0));
        let (shown, labels, _) = excerpt(&text, &[(text.len(), text.len())]);
        assert!(shown.starts_with('…') && shown.ends_with('x'), "{shown}");
        assert_eq!(labels, [""]);
    }

    #[test]
    fn lines_keep_their_numbers_and_far_ones_are_empty() {
        let text = format!("{}one two\n{}three", "line\n".repeat(50_000), "\n".repeat(10));
        let start = 250_000;
        let (shown, labels, _) = excerpt(&text, &[(start, start + 3), (text.len() - 5, text.len())]);
        assert_eq!(shown.matches('\n').count(), text.matches('\n').count());
        assert_eq!(shown.trim(), "line\none two\n\n\n\n\n\n\n\n\n\n\nthree");
        assert_eq!(labels, ["one", "three"]);
    }

    #[test]
    fn a_label_over_many_lines_ends() {
        let text = "line\n".repeat(50_000);
        let (shown, labels, _) = excerpt(&text, &[(0, text.len())]);
        assert_eq!(labels[0].lines().count(), LINES);
        assert!(shown.len() < 200);
    }
}
