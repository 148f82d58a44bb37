//! ad hoc
#![allow(clippy::all, clippy::pedantic, clippy::unwrap_used, clippy::panic)]
#[test]
fn tck() {
    let rows: serde_json::Value = serde_json::from_str(&std::fs::read_to_string("/tmp/tck.json").unwrap()).unwrap();
    let catalogue = legation::graph::Catalogue::default();
    let statistics = legation::graph::Statistics::default();
    let (mut ok, mut bad) = (0, 0);
    for row in rows.as_array().unwrap() {
        let query = row["query"].as_str().unwrap();
        let expected = if row["when"] == "compile time" {
            Some(format!("{}: {}", row["cls"].as_str().unwrap(), row["detail"].as_str().unwrap()))
        } else {
            None
        };
        let result = legation::cypher::parse(query)
            .map_err(|e| ("parse", e))
            .and_then(|tree| legation::cypher::analyse(&tree, &catalogue).map_err(|e| ("analyse", e)))
            .map(|bound| {
                let statement = legation::cypher::lower(bound);
                if let Err(d) = legation::plan::check(&statement) {
                    println!("DEFECT {d}\n{query}\n{}", statement.plan);
                }
                let s = legation::optimize::optimize(statement, &statistics, &legation::optimize::Settings::default());
                if let Err(d) = legation::plan::check(&s) {
                    println!("DEFECT {d}\n{query}\n{}", s.plan);
                }
            });
        let got = match &result {
            Ok(()) => None,
            Err((_, e)) => e.code(),
        };
        if got.as_deref().is_some_and(|g| g.contains("not_yet") || g.contains("NotYet")) {
            continue;
        }
        if got == expected {
            ok += 1;
        } else {
            bad += 1;
            println!(
                "{} {}\n   expected {:?} got {:?} {}\n   {}",
                row["file"],
                row["name"],
                expected,
                got,
                result.err().map(|(s, e)| format!("{s} {e}")).unwrap_or_default(),
                query.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(260).collect::<String>()
            );
        }
    }
    println!("ok {ok} bad {bad}");
}
