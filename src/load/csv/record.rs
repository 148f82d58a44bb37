//! Records of a CSV file (RFC 4180), as slices of one buffer.
//!
//! Stricter than the usual readers: a quote that stands where it may not is an error with its place, a record over the limit is
//! refused before it is in memory, and every record knows its line.

use std::io::Read;

/// Reads records one by one. Nothing is allocated per record or field.
pub(in crate::load) struct Records<'i> {
    input: Box<dyn Read + 'i>,
    buffer: Vec<u8>,
    start: usize,
    filled: usize,
    state: State,
    line: u64,
    limit: usize,
    /// Bytes that are read at once.
    chunk: usize,
    layout: Layout,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Fresh,
    Reading,
    /// The input has no more bytes than the buffer.
    Drained,
    /// A flaw that cannot be passed, or the end.
    Done,
}

/// Where the fields of a record lie, relative to its start.
#[derive(Default)]
struct Layout {
    fields: Vec<(u32, u32)>,
    /// Fields with doubled quotes.
    escaped: Vec<usize>,
    quoted: bool,
    flaw: Option<(usize, Kind)>,
}

/// What a step through the file meets.
pub(in crate::load) enum Step<'r> {
    Record(Record<'r>),
    Flaw(Flaw),
    End,
}

/// A record: its text, with the places of its fields.
#[derive(Clone, Copy)]
pub(in crate::load) struct Record<'r> {
    text: &'r str,
    fields: &'r [(u32, u32)],
    /// The line on which it begins.
    pub(in crate::load) line: u64,
}

/// A record that cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::load) struct Flaw {
    pub(in crate::load) line: u64,
    /// Field, from 1; 0 for the record.
    pub(in crate::load) column: usize,
    pub(in crate::load) kind: Kind,
}

/// Why it cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::load) enum Kind {
    QuoteInside,
    AfterQuote,
    Unclosed,
    Utf8,
    Long,
    Read(String),
}

/// How far a scan came.
enum Scan {
    /// A record of this many bytes, its line end included.
    Whole(usize),
    More,
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Bytes that are read at once from a large file.
const CHUNK: usize = 256 << 10;

/// Bytes that are read at once from a file of so many: a small one needs no large buffer, but a byte more than it has, to see its end.
fn chunk(size: u64) -> usize {
    usize::try_from(size).unwrap_or(CHUNK).saturating_add(1).clamp(64, CHUNK)
}

/// A buffer through which files of at most this size are read, but for long records.
pub(in crate::load) fn buffer(largest: u64) -> Vec<u8> {
    Vec::with_capacity(chunk(largest))
}

impl<'i> Records<'i> {
    /// Reads from an input of about `size` bytes by way of a buffer, whatever that holds.
    pub(in crate::load) fn new(input: Box<dyn Read + 'i>, size: u64, limit: usize, buffer: Vec<u8>) -> Self {
        // Places in a record are 32 bits wide.
        let limit = limit.min(u32::MAX as usize / 2);
        let chunk = chunk(size);
        Self { input, chunk, buffer, start: 0, filled: 0, state: State::Fresh, line: 1, limit, layout: Layout::default() }
    }

    /// The buffer, for another file.
    pub(in crate::load) fn into_buffer(self) -> Vec<u8> {
        self.buffer
    }

    /// The next record that is not a blank line.
    pub(in crate::load) fn step(&mut self) -> Step<'_> {
        match self.advance() {
            Ok(Some((begin, length, line))) => self.record(begin, length, line),
            Ok(None) => Step::End,
            Err(flaw) => {
                self.state = State::Done;
                Step::Flaw(flaw)
            }
        }
    }

    /// Finds the next record: its place in the buffer and its line.
    fn advance(&mut self) -> Result<Option<(usize, usize, u64)>, Flaw> {
        if self.state == State::Fresh {
            while self.filled < BYTE_ORDER_MARK.len() && self.state != State::Drained {
                self.fill()?;
            }
            if self.buffer[..self.filled].starts_with(BYTE_ORDER_MARK) {
                self.start = BYTE_ORDER_MARK.len();
            }
        }
        loop {
            if self.state == State::Done || (self.state == State::Drained && self.start == self.filled) {
                self.state = State::Done;
                return Ok(None);
            }
            let rest = &self.buffer[self.start..self.filled];
            match self.layout.scan(rest, self.state == State::Drained) {
                Scan::Whole(length) if length <= self.limit => {
                    let begin = self.start;
                    let line = self.line;
                    let lines = if self.layout.quoted { line_ends(&rest[..length]) } else { 1 };
                    self.start += length;
                    self.line += lines as u64;
                    if !self.layout.is_blank() {
                        return Ok(Some((begin, length, line)));
                    }
                }
                Scan::More if rest.len() <= self.limit => self.fill()?,
                Scan::Whole(_) | Scan::More => return Err(Flaw { line: self.line, column: 0, kind: Kind::Long }),
            }
        }
    }

    /// Reads on behind what is not used yet.
    fn fill(&mut self) -> Result<(), Flaw> {
        self.buffer.copy_within(self.start..self.filled, 0);
        self.filled -= self.start;
        self.start = 0;
        if self.buffer.len() < self.filled + self.chunk {
            // Doubling keeps the scans that begin again at the record's start linear in sum.
            self.buffer.resize((self.filled + self.chunk).max(self.filled * 2), 0);
        }
        match read(&mut self.input, &mut self.buffer[self.filled..]) {
            Ok(0) => self.state = State::Drained,
            Ok(count) => {
                self.filled += count;
                self.state = State::Reading;
            }
            Err(error) => return Err(Flaw { line: self.line, column: 0, kind: Kind::Read(error.to_string()) }),
        }
        Ok(())
    }

    fn record(&mut self, begin: usize, length: usize, line: u64) -> Step<'_> {
        if let Some((field, kind)) = self.layout.flaw.take() {
            if kind == Kind::Unclosed {
                self.state = State::Done;
            }
            return Step::Flaw(Flaw { line, column: field + 1, kind });
        }
        let bytes = &mut self.buffer[begin..begin + length];
        for &field in &self.layout.escaped {
            let (from, to) = &mut self.layout.fields[field];
            *to = *from + undouble(&mut bytes[*from as usize..*to as usize]) as u32;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Step::Record(Record { text, fields: &self.layout.fields, line }),
            Err(error) => {
                let at = error.valid_up_to() as u32;
                let column = self.layout.fields.iter().position(|&(_, to)| at < to).map_or(0, |field| field + 1);
                Step::Flaw(Flaw { line, column, kind: Kind::Utf8 })
            }
        }
    }
}

impl<'r> Record<'r> {
    pub(in crate::load) fn len(&self) -> usize {
        self.fields.len()
    }

    /// A field; empty past the end.
    pub(in crate::load) fn get(&self, field: usize) -> &'r str {
        self.fields.get(field).and_then(|&(from, to)| self.text.get(from as usize..to as usize)).unwrap_or_default()
    }

    pub(in crate::load) fn iter(&self) -> impl Iterator<Item = &'r str> {
        let record = *self;
        (0..self.len()).map(move |field| record.get(field))
    }
}

impl Layout {
    fn is_blank(&self) -> bool {
        self.fields.len() == 1 && self.fields[0].0 == self.fields[0].1 && !self.quoted && self.flaw.is_none()
    }

    /// Finds the fields of the record at the start of `bytes`, which are all that is left if `drained`.
    fn scan(&mut self, bytes: &[u8], drained: bool) -> Scan {
        self.fields.clear();
        self.escaped.clear();
        self.quoted = false;
        self.flaw = None;
        let mut at = 0;
        loop {
            let end =
                if bytes.get(at) == Some(&b'"') { self.quoted_field(bytes, at, drained) } else { self.plain_field(bytes, at, drained) };
            let Some(end) = end else { return Scan::More };
            match bytes.get(end) {
                Some(b',') => at = end + 1,
                Some(_) => return Scan::Whole(end + 1),
                None => return Scan::Whole(end),
            }
        }
    }

    /// A field without quotes from `at`; gives the place of its separator.
    fn plain_field(&mut self, bytes: &[u8], at: usize, drained: bool) -> Option<usize> {
        let end = self.separator(bytes, at, drained, &Kind::QuoteInside)?;
        self.fields.push((at as u32, before_return(bytes, at, end) as u32));
        Some(end)
    }

    /// A quoted field from `at`; gives the place of its separator.
    fn quoted_field(&mut self, bytes: &[u8], at: usize, drained: bool) -> Option<usize> {
        self.quoted = true;
        let begin = at + 1;
        let mut at = begin;
        let mut doubled = false;
        loop {
            let Some(next) = bytes[at..].iter().position(|&byte| byte == b'"') else {
                if !drained {
                    return None;
                }
                self.flaw.get_or_insert((self.fields.len(), Kind::Unclosed));
                self.fields.push((begin as u32, bytes.len() as u32));
                return Some(bytes.len());
            };
            at += next + 1;
            match bytes.get(at) {
                Some(b'"') => {
                    doubled = true;
                    at += 1;
                }
                None if !drained => return None,
                _ => break,
            }
        }
        let close = at - 1;
        let end = self.separator(bytes, at, drained, &Kind::AfterQuote)?;
        if before_return(bytes, at, end) > at {
            self.flaw.get_or_insert((self.fields.len(), Kind::AfterQuote));
        }
        if doubled {
            self.escaped.push(self.fields.len());
        }
        self.fields.push((begin as u32, close as u32));
        Some(end)
    }

    /// The next separator from `at`; a quote before it is a flaw.
    fn separator(&mut self, bytes: &[u8], at: usize, drained: bool, flaw: &Kind) -> Option<usize> {
        let mut end = at;
        loop {
            let Some(length) = bytes.get(end..)?.iter().position(|byte| matches!(byte, b',' | b'\n' | b'"')) else {
                return drained.then_some(bytes.len());
            };
            end += length;
            if bytes[end] != b'"' {
                return Some(end);
            }
            self.flaw.get_or_insert((self.fields.len(), flaw.clone()));
            end += 1;
        }
    }
}

/// `end` without the carriage return before a line end.
fn before_return(bytes: &[u8], at: usize, end: usize) -> usize {
    let line_end = bytes.get(end) != Some(&b',');
    if line_end && end > at && bytes[end - 1] == b'\r' { end - 1 } else { end }
}

/// Makes two quotes one, in place; gives the new length. What is left over is blanked, so that no part of a character stays.
fn undouble(bytes: &mut [u8]) -> usize {
    let mut to = 0;
    let mut from = 0;
    while from < bytes.len() {
        bytes[to] = bytes[from];
        from += if bytes[from] == b'"' { 2 } else { 1 };
        to += 1;
    }
    bytes[to..].fill(b' ');
    to
}

/// The number of line ends.
pub(in crate::load) fn line_ends(bytes: &[u8]) -> usize {
    bytes.split(|&byte| byte == b'\n').count() - 1
}

fn read(input: &mut dyn Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    loop {
        match input.read(buffer) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that gives one byte at a time, so that every record crosses a boundary.
    struct Trickle<'b>(&'b [u8]);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            buffer[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    /// Each record as `line:field|field`, each flaw as `line:column kind`.
    fn steps(input: Box<dyn Read + '_>, limit: usize) -> Vec<String> {
        let mut records = Records::new(input, 0, limit, Vec::new());
        let mut all = Vec::new();
        loop {
            match records.step() {
                Step::Record(record) => all.push(format!("{}:{}", record.line, record.iter().collect::<Vec<_>>().join("|"))),
                Step::Flaw(flaw) => all.push(format!("{}:{} {:?}", flaw.line, flaw.column, flaw.kind)),
                Step::End => return all,
            }
        }
    }

    fn read_all(bytes: &[u8]) -> Vec<String> {
        let whole = steps(Box::new(bytes), 100);
        assert_eq!(whole, steps(Box::new(Trickle(bytes)), 100), "chunks matter");
        whole
    }

    #[test]
    fn fields_quotes_and_line_ends() {
        assert_eq!(
            read_all(b"\xEF\xBB\xBFa,b\r\n1,\"x, \"\"y\"\"\"\r\n\r\n\"two\nlines\",\n,,\nz"),
            ["1:a|b", "2:1|x, \"y\"", "4:two\nlines|", "6:||", "7:z"]
        );
        assert_eq!(read_all(b""), Vec::<String>::new());
        assert_eq!(read_all(b"\n\n"), Vec::<String>::new());
        assert_eq!(read_all(b"\"\"\n"), ["1:"]);
        assert_eq!(read_all(b"a,"), ["1:a|"]);
    }

    #[test]
    fn flaws_have_places_and_reading_goes_on() {
        assert_eq!(read_all(b"a\n5\" pipe,x\n1,\"b\"c\nok,\"never"), ["1:a", "2:1 QuoteInside", "3:2 AfterQuote", "4:2 Unclosed"]);
        assert_eq!(read_all(b"a,\xFF\nb\n"), ["1:2 Utf8", "2:b"]);
        let long = [b"a\n".as_slice(), &[b'x'; 200], b"\nb\n"].concat();
        assert_eq!(read_all(&long), ["1:a", "2:0 Long"]);
    }
}
