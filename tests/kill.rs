//! A process that saves in a loop is killed at random moments: every file and folder found afterwards is one of the states.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use legation::graph::Graph;
use legation::load;
use legation::save::{Content, FORMATS, Format, Options, format, save};
use legation::schema::Schema;
use legation::value::Value;

/// How often the process is killed.
const KILLS: u64 = 200;

/// Names the folder that the killed process saves in.
const FOLDER: &str = "LEGATION_KILL_FOLDER";

/// One of the two states: they differ in size, in labels and in every value.
fn state(number: i64) -> Graph {
    let mut transaction = Graph::default().begin();
    let catalogue = transaction.catalogue().clone();
    let label = catalogue.intern_label(if number == 0 { "Even" } else { "Odd" }).unwrap();
    let (id, key) = (catalogue.intern_key("id").unwrap(), catalogue.intern_key("state").unwrap());
    let kind = catalogue.intern_type("NEXT").unwrap();
    let mut before = None;
    for place in 0..60 + 30 * number {
        let node = transaction.create_node(&[label]).unwrap();
        transaction.set_node_property(node, id, Value::Integer(place)).unwrap();
        transaction.set_node_property(node, key, Value::Integer(number)).unwrap();
        if let Some(before) = before.replace(node) {
            transaction.create_relationship(kind, before, node).unwrap();
        }
    }
    transaction.commit()
}

fn path(folder: &Path, format: &Format) -> PathBuf {
    folder.join(format.endings.first().map_or_else(|| format.name.to_owned(), |ending| format!("graph.{ending}")))
}

fn save_state(graph: &Graph, folder: &Path, format: &Format) {
    let schema = Schema { name: "state".into(), language: "en".into(), ..Schema::default() };
    save(Content { graph, schema: &schema }, &path(folder, format), format, &Options::default()).unwrap();
}

/// What the killed process does; nothing in a run of all tests.
#[test]
fn saves_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let mut states = [state(0), state(1)];
    // Mostly it does not get far: so it begins with the one and with the other in turn.
    states.rotate_left(usize::from(folder.join("other").exists()));
    fs::write(folder.join("started"), "").unwrap();
    loop {
        for graph in &states {
            for format in FORMATS {
                save_state(graph, &folder, format);
            }
        }
    }
}

/// The state that a saved graph is; stops at one that is none.
fn found(folder: &Path, format: &Format, scripts: &[String; 2]) -> i64 {
    let path = path(folder, format);
    if format.name == "cypher" {
        let text = fs::read_to_string(&path).unwrap();
        return scripts.iter().position(|script| *script == text).expect("one of the scripts") as i64;
    }
    let package = load::load(&[path], &load::Options::default()).unwrap_or_else(|problems| panic!("{}: {problems}", format.name));
    let graph = package.graph;
    let key = graph.catalogue().key("state").unwrap();
    let states: BTreeSet<String> = graph.live().iter().map(|node| graph.node_property(node, key).to_string()).collect();
    let number: i64 = states.first().unwrap().parse().unwrap();
    let whole = (60 + 30 * number) as u64;
    assert_eq!((states.len(), graph.node_count(), graph.relationship_count()), (1, whole, whole - 1), "{}", format.name);
    number
}

#[test]
fn a_killed_process_leaves_whole_states() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let script = format("cypher").unwrap();
    let scripts = [0, 1].map(|number| {
        save_state(&state(number), folder, script);
        fs::read_to_string(path(folder, script)).unwrap()
    });
    for format in FORMATS {
        save_state(&state(0), folder, format);
    }
    let mut met = BTreeSet::new();
    let mut random: u64 = 0x9E37_79B9_7F4A_7C15;
    for kill in 0..KILLS {
        if kill % 2 == 0 {
            fs::write(folder.join("other"), "").unwrap()
        } else {
            fs::remove_file(folder.join("other")).unwrap()
        }
        let started = folder.join("started");
        let _ = fs::remove_file(&started);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "saves_until_it_is_killed", "--test-threads=1"])
            .env(FOLDER, folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let since = Instant::now();
        while !started.exists() {
            assert!(since.elapsed() < Duration::from_secs(60) && child.try_wait().unwrap().is_none(), "it does not start");
            std::thread::sleep(Duration::from_micros(200));
        }
        // A xorshift generator: every run has its own moments anyway.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        std::thread::sleep(Duration::from_micros(random % 30_000));
        child.kill().unwrap();
        child.wait().unwrap();
        for format in FORMATS {
            met.insert((format.name, found(folder, format, &scripts)));
        }
    }
    // Both states of most formats were met, or the kills came too early to show anything.
    assert!(met.len() > FORMATS.len(), "{met:?}");
    // The next saves clear what the last one left.
    for format in FORMATS {
        save_state(&state(1), folder, format);
        assert_eq!(found(folder, format, &scripts), 1);
    }
    let left: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().starts_with('.'))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
