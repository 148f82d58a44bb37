//! Layers by `dot` of Graphviz, where it is installed.
//!
//! It is run without a shell, found on the PATH by its name alone, and gets sizes and names of our own making only: no text of the data.
//! It answers with places as JSON, from which the picture is drawn as from any other layout.

use std::env;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use graphviz_rust::dot_structures::{Node as DotNode, Stmt};
use serde::Deserialize;

use super::layered::Sides;
use super::{Frame, Layout, Point, Route, SMALL, label_size};
use crate::draw::dot::{attribute, cluster, graph, named, pair, print};
use crate::draw::error::Error;
use crate::draw::model::Drawing;
use crate::draw::ruler::Ruler;

/// How long it may take.
const TIME: Duration = Duration::from_secs(20);

/// Bytes that are read of an answer.
const MOST: u64 = 64 << 20;

/// Its units: points to an inch.
const INCH: f64 = 72.0;

/// Where it is installed; nothing if it is not.
pub(super) fn installed() -> Option<PathBuf> {
    let name = if cfg!(windows) { "dot.exe" } else { "dot" };
    // A relative folder on the PATH would make the place depend on where we are.
    env::split_paths(&env::var_os("PATH")?)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

/// Places all nodes that are joined, and the routes between them.
///
/// # Errors
/// Where it fails, or takes longer than it may.
pub(super) fn place(program: &PathBuf, drawing: &Drawing, ruler: &Ruler, layout: &mut Layout) -> Result<(), Error> {
    let sides = Sides::of(drawing);
    let text = run(program, &skeleton(drawing, &sides, ruler, layout))?;
    let placed: Placed = serde_json::from_slice(&text).map_err(|error| failed(format!("its answer is not what was expected: {error}")))?;
    let height = numbers(&placed.bb).get(3).copied().unwrap_or_default();
    let down = |x: f64, y: f64| Point { x, y: height - y };
    for object in &placed.objects {
        let number = drawing.nodes.iter().position(|node| node.id == object.name);
        if let (Some(number), Some([x, y])) = (number, object.pos.as_ref().and_then(|pos| <[f64; 2]>::try_from(numbers(pos)).ok())) {
            layout.nodes[number].middle = down(x, y);
        }
    }
    layout.routes = vec![Route::default(); drawing.edges.len()];
    for placed in &placed.edges {
        let Some(number) = drawing.edges.iter().position(|edge| edge.id == placed.id) else { continue };
        let pairs = numbers(placed.pos.trim_start_matches("e,").trim_start_matches("s,"));
        let mut points: Vec<Point> = pairs.chunks_exact(2).map(|pair| down(pair[0], pair[1])).collect();
        if sides.oriented(&drawing.edges[number]).0 != drawing.edges[number].from {
            points.reverse();
        }
        let label = placed.lp.as_ref().and_then(|place| <[f64; 2]>::try_from(numbers(place)).ok()).map(|[x, y]| down(x, y));
        layout.routes[number] = Route { points, cubic: true, label };
    }
    Ok(())
}

/// The graph without its texts: sizes, and which way relationships go.
fn skeleton(drawing: &Drawing, sides: &Sides<'_>, ruler: &Ruler, layout: &Layout) -> String {
    let mut stmts = vec![graph([attribute("rankdir", "LR"), attribute("nodesep", "0.2"), attribute("ranksep", "1.1")])];
    let inches = |points: f64| format!("{:.4}", points / INCH);
    let node = |number: usize| {
        let Frame { width, height, .. } = layout.nodes[number];
        let sizes = [("shape", "box".to_owned()), ("fixedsize", "true".to_owned()), ("label", String::new())];
        let sizes = sizes.into_iter().chain([("width", inches(width)), ("height", inches(height))]);
        let attributes = sizes.map(|(name, value)| attribute(name, &value)).collect();
        Stmt::Node(DotNode { id: named(&drawing.nodes[number].id), attributes })
    };
    let joined: Vec<usize> = (0..drawing.nodes.len()).filter(|number| drawing.is_joined(*number)).collect();
    for group in 0..drawing.groups.len() {
        let own = joined.iter().filter(|number| drawing.nodes[**number].group == Some(group)).map(|number| node(*number));
        let inner = std::iter::once(graph([attribute("margin", "22")])).chain(own).collect();
        stmts.push(cluster(&format!("cluster_g{group}"), inner));
    }
    stmts.extend(joined.iter().filter(|number| drawing.nodes[**number].group.is_none()).map(|number| node(*number)));
    for edge in &drawing.edges {
        let (start, end) = sides.oriented(edge);
        let mut attributes = vec![attribute("id", &edge.id), attribute("arrowhead", "none")];
        if let Some(label) = &edge.label {
            // So many letters of a fixed font are as wide as the label.
            let letters = (label_size(ruler, label).0 / (SMALL * 0.6)).ceil() as usize;
            let lines = vec!["x".repeat(letters); label.split('\n').count()];
            let room = [("label", lines.join("\n")), ("fontname", "Courier".to_owned()), ("fontsize", SMALL.to_string())];
            attributes.extend(room.map(|(name, value)| attribute(name, &value)));
        }
        stmts.push(Stmt::Edge(pair(&drawing.nodes[start].id, &drawing.nodes[end].id, attributes)));
    }
    print(stmts)
}

/// What `dot` gives for a graph.
fn run(program: &PathBuf, text: &str) -> Result<Vec<u8>, Error> {
    let mut command = Command::new(program);
    command.arg("-Tjson0").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| failed(format!("it does not start: {error}")))?;
    let (input, output, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let text = text.to_owned();
    // Each stream has its own thread, so that none fills up and stops the others. Nobody waits for a thread: what `dot` has started
    // itself could hold a stream for ever.
    thread::spawn(move || input.map(|mut input| input.write_all(text.as_bytes())));
    let (output, complaints) = (read(output), read(errors));
    let ended = wait(&mut child)?;
    let all = |stream: Receiver<Vec<u8>>| stream.recv_timeout(TIME).map_err(|_| failed("its answer does not end".to_owned()));
    if ended {
        return all(output);
    }
    let said = all(complaints)?;
    let said = String::from_utf8_lossy(&said);
    Err(failed(said.lines().next().unwrap_or("it says nothing").trim().to_owned()))
}

/// Reads a stream to its end, as far as it may be read.
fn read(stream: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut all = Vec::new();
        // What was read before an error is what there is; and who waits may have gone.
        let _ = stream.map(|stream| stream.take(MOST).read_to_end(&mut all));
        let _ = sender.send(all);
    });
    receiver
}

/// Whether it ended well; it is killed when it takes too long.
fn wait(child: &mut Child) -> Result<bool, Error> {
    let started = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait().map_err(|error| failed(error.to_string()))? {
            return Ok(status.success());
        }
        if started.elapsed() > TIME {
            let _ = child.kill();
            let _ = child.wait();
            return Err(failed(format!("it took longer than {} s", TIME.as_secs())));
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

fn failed(reason: String) -> Error {
    Error::Graphviz { reason }
}

/// What it answers: places from the left and from below.
#[derive(Debug, Deserialize)]
struct Placed {
    bb: String,
    #[serde(default)]
    objects: Vec<PlacedNode>,
    #[serde(default)]
    edges: Vec<PlacedEdge>,
}

#[derive(Debug, Deserialize)]
struct PlacedNode {
    name: String,
    pos: Option<String>,
}

#[derive(Debug, Deserialize)]
struct PlacedEdge {
    #[serde(default)]
    id: String,
    #[serde(default)]
    pos: String,
    lp: Option<String>,
}

/// The numbers in a text such as `0,0,54.5,36`.
fn numbers(text: &str) -> Vec<f64> {
    text.split([',', ' ']).filter_map(|part| part.trim().parse().ok()).collect()
}
