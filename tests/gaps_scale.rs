//! Gaps over a made-up package: all expectations together take no more work than each by itself.
//!
//! `SCALE=200000 cargo test --release --test gaps_scale -- --ignored --nocapture` measures the full size: ten million relationships.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use legation::limit::Limits;
use legation::load;
use legation::session::{Request, Session};

/// What all partners should, one sentence for each expectation.
const SENTENCES: [&str; 10] = [
    "every partner should have a pact",
    "every partner should be in a club",
    "every partner should have at least 2 pacts",
    "every partner should be in at least 3 clubs",
    "every key partner should have a pact",
    "every key partner should host an office",
    "every core partner should host an office",
    "every core partner should be in at least 5 clubs",
    "every new partner should be in a club",
    "every partner should host an office or have a pact",
];

/// How many of each type a partner has on average: 50 in all.
const DEGREES: [(&str, u64, u64); 3] = [("IN_CLUB", 30, 1000), ("HAS_PACT", 18, 50_000), ("HOSTS", 2, 20_000)];

/// The next of a fixed row of numbers (SplitMix64).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// Writes a package of so many partners row by row; the same for the same number. Some partners have none of a type.
fn package(folder: &Path, partners: u64) -> std::io::Result<()> {
    fs::create_dir_all(folder.join("nodes"))?;
    fs::create_dir_all(folder.join("relationships"))?;
    let mut state = 1;
    let mut nodes = BufWriter::new(File::create(folder.join("nodes/Partner.csv"))?);
    writeln!(nodes, "id,name,category")?;
    for id in 0..partners {
        writeln!(nodes, "{id},Partner {id},{}", ["core", "key", "new", "other"][(next(&mut state) % 4) as usize])?;
    }
    for (label, count) in [("Club", DEGREES[0].2), ("Pact", DEGREES[1].2), ("Office", DEGREES[2].2)] {
        let mut nodes = BufWriter::new(File::create(folder.join(format!("nodes/{label}.csv")))?);
        writeln!(nodes, "id,name")?;
        for id in 0..count {
            writeln!(nodes, "{id},{label} {id}")?;
        }
    }
    for (kind, degree, targets) in DEGREES {
        let mut rows = BufWriter::new(File::create(folder.join(format!("relationships/{kind}.csv")))?);
        writeln!(rows, "start,end")?;
        for id in 0..partners {
            // One in eight has none; the others have as many more, so that the mean stays.
            let own = if next(&mut state).is_multiple_of(8) { 0 } else { next(&mut state) % (degree * 16 / 7) + 1 };
            for _ in 0..own {
                writeln!(rows, "{id},{}", next(&mut state) % targets)?;
            }
        }
    }
    fs::write(folder.join("schema.toml"), schema())?;
    let expectations = SENTENCES.iter().enumerate().map(|(number, sentence)| {
        format!(
            "[[expectation]]\nid = \"e{number}\"\ntitle = \"{sentence}\"\nsentence = \"{sentence}\"\nseverity = \"low\"\n\
             reason = \"made up\"\nsource = \"made up\"\nadvice = \"none\"\n\n"
        )
    });
    fs::write(folder.join("expectations.toml"), expectations.collect::<String>())
}

/// The schema: a label and a noun for each kind of thing, a relationship and its phrases for each of [`DEGREES`].
fn schema() -> String {
    let mut schema = "format = 1\nname = \"scale\"\nlanguage = \"en\"\n".to_owned();
    for label in ["Partner", "Club", "Pact", "Office"] {
        let word = label.to_lowercase();
        schema += &format!(
            "[label.{label}.properties]\nid = {{ type = \"integer\", required = true, unique = true }}\nname = {{ type = \"string\" }}\n\
             [[noun]]\nwords = [\"{word}\", \"{word}s\"]\nlabel = \"{label}\"\n"
        );
    }
    schema +=
        "[label.Partner.properties.category]\ntype = \"string\"\nvalues = [\"core\", \"key\", \"new\", \"other\"]\nadjective = true\n";
    for (kind, label, phrases) in [("IN_CLUB", "Club", "\"in\""), ("HAS_PACT", "Pact", ""), ("HOSTS", "Office", "\"host\", \"hosts\"")] {
        schema += &format!(
            "[relationship.{kind}]\nfrom = \"Partner\"\nto = \"{label}\"\n[[relation]]\nname = \"{label}\"\nfrom = \"Partner\"\nto = \"{label}\"\n\
             pattern = \"(from)-[link:{kind}]->(to)\"\nforward = [{phrases}]\ndefault = true\n"
        );
    }
    schema
}

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("legation-{name}-{}", std::process::id())))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn session(folder: &Folder, partners: u64) -> Session {
    package(&folder.0, partners).unwrap();
    let loaded = load::load(std::slice::from_ref(&folder.0), &load::Options::default()).unwrap_or_else(|problems| panic!("{problems}"));
    Session::new(loaded, Limits::default(), Arc::default())
}

#[test]
fn ten_expectations_are_told_as_their_sentences_are() {
    let folder = Folder::new("gaps-small");
    let mut session = session(&folder, 400);
    assert_eq!(session.check_expectations().unwrap(), 10);
    let gaps = session.ask("gaps", &Request::default()).unwrap().answer;
    let mut single = 0;
    for (number, sentence) in SENTENCES.iter().enumerate() {
        let short = session.ask(sentence, &Request::default()).unwrap().answer.len();
        let id = format!("'e{number}'");
        assert_eq!(gaps.rows().filter(|row| row.value(1).to_string() == id).count(), short, "{sentence}");
        single += short;
    }
    assert!(single > 0);
    assert_eq!(gaps.len(), single);
}

/// The times of all together and of each by itself; a test asserts no times.
#[test]
#[ignore = "measures a package of ten million relationships"]
fn measure_gaps() {
    let partners = std::env::var("SCALE").ok().and_then(|size| size.parse().ok()).unwrap_or(200_000);
    let folder = Folder::new("gaps-scale");
    let begun = Instant::now();
    let mut session = session(&folder, partners);
    println!("{partners} partners, {} relationships: written and loaded in {:.1?}", session.graph().relationship_count(), begun.elapsed());
    session.check_expectations().unwrap();
    let begun = Instant::now();
    let assessment = session.assess().unwrap();
    println!("all: {:.1?}, {} queries, {} rows of work", begun.elapsed(), assessment.queries, assessment.work);
    let begun = Instant::now();
    for sentence in SENTENCES {
        let one = Instant::now();
        let short = session.ask(sentence, &Request::default()).unwrap().answer.len();
        println!("{sentence}: {short} fall short, {:.1?}", one.elapsed());
    }
    println!("each by itself: {:.1?}", begun.elapsed());
    for sentence in EXPLAINED {
        let one = Instant::now();
        let reply = session.ask(sentence, &Request::default()).unwrap_or_else(|problems| panic!("{sentence}: {problems}"));
        println!("{sentence}: {} rows, {:.1?}", reply.answer.len(), one.elapsed());
    }
}

/// Explanations that look for changes, and for near misses.
const EXPLAINED: [&str; 7] = [
    "why Partner 7 in partners in at least 3 clubs with a pact",
    "why not Partner 8 in key partners in at least 70 clubs",
    "why not Partner 9 in partners in Club 1 and Club 2 and Club 3 with at most 1 pact",
    "why not Partner 10 in partners with the most pacts",
    "why not Partner 11 in MATCH (p:Partner)-[:IN_CLUB]->(c:Club {name: 'Club 5'}) RETURN p.name",
    "near misses of key partners in Club 1 with a pact",
    "suppose Partner 12 is in Club 1: how many partners in Club 1",
];
