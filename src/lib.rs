//! Legation: an embedded relationship explorer.
//!
//! Text becomes an answer in one direction, each stage a plain function:
//!
//! ```text
//! Source → question::Ast → cypher::Ast → cypher::Bound → Plan → Plan → Program → Answer
//! ```
//!
//! The modules below stand in the order in which they may use each other: a module uses only those above it.

// Texts, places in them, and how they are shown.
pub mod text;

// Errors for people: lists of problems with places, codes, help and suggestions.
pub mod diagnose;

// Values, their types and their three relations: equality, equivalence and order.
pub mod value;

// Bounds on time, memory and size, and work on two threads.
pub mod limit;

// What a data package states about its graph, and the words for it.
pub mod schema;

// The graph: immutable snapshots of columns and adjacency, and transactions on them.
pub mod graph;

// Data packages into graphs: folders of CSV files, with or without a schema.
pub mod load;

// Algorithms of graph theory on a part of a graph.
pub mod algorithm;

// Scalar functions and aggregates.
pub mod function;

// Procedures, which give rows: a registry of what `CALL` calls.
pub mod procedure;

// The logical plan: relational algebra over a property graph.
pub mod plan;

// Rules that turn a plan into one that gives the same rows sooner.
pub mod optimize;

// Running a plan over a graph, in batches of typed columns.
pub mod execute;

// The language compatible with openCypher: text to tree, tree to plan.
pub mod cypher;

// The question language: sentences in the data's own words, read and turned into Cypher.
pub mod question;

// Expectations over the data: sentences with severity, reason and source, and where the data falls short of them.
pub mod gap;

// Reports: pages whose sections a package states, filled in from the graph.
pub mod report;

// Why a node is in an answer, why another is not, and what nearly is.
pub mod explain;

// Answers as text: one file per format.
pub mod export;

// Pictures of answers: nodes, relationships and what is missing, in one file per format.
pub mod draw;

// Graphs into files and folders, whole or not at all.
pub mod save;

// The current graph, its words, and the way from a text to its answer.
pub mod session;

// The command line.
pub mod shell;
