//! The page that opens anywhere, in a real browser: `tests/page/check.mjs` drives Chromium, and says what a reader does and sees.
//!
//! Where Chromium or Node is not installed the check is passed over, and says so. axe-core is fetched once by npm, if it can be.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, clippy::print_stderr, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use legation::draw::{self, Caption, Drawing, Edge, EdgeLook, Node, NodeLook, Picture};
use legation::limit::Limits;
use legation::load;
use legation::schema::{Colour, Head, Line, Shape};
use legation::session::{Request, Session};

fn page(picture: &Picture) -> Vec<u8> {
    draw::format("html", None).unwrap().write(picture).unwrap()
}

fn of(sentence: &str) -> Vec<u8> {
    let mut session = Session::new(load::embedded().unwrap(), Limits::default(), Arc::default());
    page(&session.picture(sentence, &Request::default()).unwrap())
}

/// Names that would break out of a page in which they are markup.
const HOSTILE: [&str; 7] = [
    "</script><script>window.broken=1</script>",
    "\"><img src=x onerror=window.broken=1>",
    "<!--<script>",
    "<b>bold</b> &amp; &lt;",
    "שלום עולם",
    "مرحبا بالعالم",
    "🌍 🇧🇷",
];

fn hostile() -> Picture {
    let node = |(at, name): (usize, &&str)| Node {
        id: format!("n{}", at + 1),
        label: (*name).to_owned(),
        kind: (*name).to_owned(),
        source: Some((*name).to_owned()),
        facts: vec![((*name).to_owned(), (*name).to_owned())],
        ..Node::default()
    };
    let edge = |at: usize| Edge {
        id: format!("e{at}"),
        from: at - 1,
        to: at,
        kind: HOSTILE[at].to_owned(),
        label: Some(HOSTILE[at].to_owned()),
        ..Edge::default()
    };
    Picture::Graph(Drawing {
        caption: Caption {
            title: HOSTILE[0].to_owned(),
            understood: Some(HOSTILE[1].to_owned()),
            cypher: Some(HOSTILE[2].to_owned()),
            edition: Some(HOSTILE[3].to_owned()),
            sources: vec![HOSTILE[0].to_owned()],
            notes: vec![HOSTILE[1].to_owned()],
        },
        nodes: HOSTILE.iter().enumerate().map(node).collect(),
        edges: (1..HOSTILE.len()).map(edge).collect(),
        node_looks: vec![NodeLook { name: HOSTILE[0].to_owned(), shape: Shape::Rounded, colour: Some(Colour([0x56, 0xB4, 0xE9])) }],
        edge_looks: vec![EdgeLook { name: HOSTILE[1].to_owned(), colour: Colour([0x44; 3]), line: Some(Line::Solid), head: Head::Filled }],
        ..Drawing::default()
    })
}

#[test]
fn a_page_is_one_file_that_fetches_nothing() {
    let page = String::from_utf8(of("draw emerging partners in WCO and WTO without CMAA")).unwrap();
    assert!(page.contains("content=\"default-src 'none'; style-src 'sha256-"), "{page}");
    for outside in ["http://", "https://", "src=", "@import", "url("] {
        let found = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!found.contains(outside), "{outside}");
    }
    assert!(page.contains("no CMAA") && page.contains("<code>MATCH (partner:Party)"));
    assert_eq!(page, String::from_utf8(of("draw emerging partners in WCO and WTO without CMAA")).unwrap());
}

#[test]
fn no_name_ends_the_block_of_data() {
    let page = String::from_utf8(page(&hostile())).unwrap();
    assert_eq!(page.matches("</script>").count(), 2);
    assert_eq!(page.matches("<script").count(), 2);
    assert!(!page.contains("<img") && !page.contains("<b>"));
    let data = page.split_once("id=\"data\">").unwrap().1.split_once("</script>").unwrap().0;
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["nodes"][0]["label"], HOSTILE[0]);
}

#[test]
fn what_is_too_much_for_paper_is_a_page() {
    let mut session = Session::new(load::embedded().unwrap(), Limits::default(), Arc::default());
    let picture =
        session.picture("draw MATCH p = (:Partner)-->(:Forum) RETURN p UNION MATCH p = (:Post)-->() RETURN p", &Request::default());
    let picture = picture.unwrap();
    let refused = draw::format("svg", None).unwrap().write(&picture).unwrap_err().to_string();
    assert!(refused.contains("pictures with relationships show at most 60"), "{refused}");
    let page = page(&picture);
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
}

/// The first of these programs that is installed.
fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}

#[test]
fn a_reader_in_chromium() {
    let (Some(node), Some(chromium)) = (program(&["node", "nodejs"]), program(&["chromium", "chromium-browser", "google-chrome"])) else {
        eprintln!("node or chromium is not installed: the page is not opened");
        return;
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("question.html"), of("draw emerging partners in WCO and WTO without CMAA")).unwrap();
    fs::write(folder.join("matrix.html"), of("draw matrix partners by forums")).unwrap();
    fs::write(folder.join("hostile.html"), page(&hostile())).unwrap();
    fs::write(folder.join("hostile.json"), serde_json::to_string(&HOSTILE).unwrap()).unwrap();
    if !folder.join("node_modules/axe-core").is_dir() {
        let fetched = program(&["npm"]).and_then(|npm| {
            let fetch = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "axe-core@4"];
            Command::new(npm).args(fetch).current_dir(&folder).output().ok()
        });
        if !fetched.is_some_and(|fetched| fetched.status.success()) {
            eprintln!("axe-core cannot be fetched: the page is not checked by it");
        }
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page/check.mjs");
    let mut check = Command::new(node);
    check.arg(script).arg(&folder).env("CHROMIUM", chromium).env("PROFILE", folder.join("profile"));
    let output = check.output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    eprintln!("{said}");
    assert!(output.status.success() && said.contains("done"), "{said}");
}
