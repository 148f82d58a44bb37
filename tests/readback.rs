//! Exported pictures are read back by the programs that they are for: networkx reads GraphML and GEXF, Cytoscape.js its JSON.
//!
//! Where one is not installed, its test is passed over and says so. Cytoscape.js is fetched once by npm, if it can be.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, clippy::print_stderr, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use legation::draw::{self, Drawing, Picture};
use legation::limit::Limits;
use legation::load;
use legation::session::{Request, Session};

/// A picture with groups, accents, a quote and what is not there, and its file in a format.
fn exported(format: &str) -> (Drawing, PathBuf) {
    let mut session = Session::new(load::embedded().unwrap(), Limits::default(), Arc::default());
    let picture = session.picture("draw partners in WCO without CMAA", &Request::default()).unwrap();
    let mut drawing = picture.graph().unwrap();
    drawing.nodes[0].label = "Côte d'Ivoire <\"&\"> 🌍".to_owned();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readback");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("picture.{format}"));
    fs::write(&file, draw::format(format, None).unwrap().write(&Picture::Graph(drawing.clone())).unwrap()).unwrap();
    (drawing, file)
}

/// What a reader prints of a file: the number of nodes and of relationships, and all labels in order of their nodes.
fn assert_read(drawing: &Drawing, said: &str) {
    let (counts, labels) = said.split_once('\n').unwrap();
    assert_eq!(counts, format!("{} {}", drawing.nodes.len(), drawing.edges.len()));
    let mut read: Vec<&str> = labels.lines().collect();
    let mut written: Vec<&str> = drawing.nodes.iter().map(|node| node.label.as_str()).collect();
    read.sort_unstable();
    written.sort_unstable();
    assert_eq!(read, written);
}

fn run(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).env("PYTHONIOENCODING", "utf-8").output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

#[test]
fn networkx_reads_graphml_and_gexf() {
    if run("python3", &["-c", "import networkx"]).is_none() {
        eprintln!("networkx is not installed: GraphML and GEXF are not read back");
        return;
    }
    for format in ["graphml", "gexf"] {
        let (drawing, file) = exported(format);
        let read = format!(
            "import sys, networkx\ng = networkx.read_{format}(sys.argv[1])\nprint(g.number_of_nodes(), g.number_of_edges())\n\
             for _, data in g.nodes(data=True): print(data['label'])"
        );
        let said = run("python3", &["-c", &read, file.to_str().unwrap()]).expect("networkx reads it");
        assert_read(&drawing, &said);
    }
}

#[test]
fn cytoscape_loads_its_json() {
    let (drawing, file) = exported("json");
    let folder = file.parent().unwrap();
    if !folder.join("node_modules/cytoscape").is_dir() {
        let fetch = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "cytoscape@3"];
        if !Command::new("npm").args(fetch).current_dir(folder).output().is_ok_and(|fetched| fetched.status.success()) {
            eprintln!("Cytoscape.js cannot be fetched: its JSON is not loaded");
            return;
        }
    }
    let load = "const [module, file] = process.argv.slice(1);
        const data = JSON.parse(require('fs').readFileSync(file));
        const graph = require(module)({ headless: true, elements: data.elements });
        const nodes = graph.nodes().filter((node) => !node.isParent());
        console.log(nodes.length, graph.edges().length);
        nodes.forEach((node) => console.log(node.data('label')));";
    let module = folder.join("node_modules/cytoscape");
    let said = run("node", &["-e", load, module.to_str().unwrap(), file.to_str().unwrap()]).expect("Cytoscape.js loads it");
    assert_read(&drawing, said.trim_end());
}
