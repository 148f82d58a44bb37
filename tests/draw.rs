//! Pictures: what they show, how every format writes hostile names, and that what is drawn is there, in its place, with Graphviz and
//! without.
//!
//! `BLESS=1 cargo test --test draw` writes the pictures in `tests/pictures`, which a person is to look at.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::pedantic,
    clippy::print_stderr,
    reason = "a test stops at what it does not expect"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use insta::assert_snapshot;
use legation::draw::{self, Caption, Drawing, Edge, EdgeLook, FORMATS, Node, NodeLook, Picture, Role};
use legation::limit::Limits;
use legation::load;
use legation::schema::{Colour, Head, Line, Shape};
use legation::session::{Request, Session};
use legation::text::visible;
use proptest::prelude::*;
use quick_xml::events::Event;

fn drawing(sentence: &str) -> Drawing {
    let mut session = Session::new(load::embedded().unwrap(), Limits::default(), Arc::default());
    session.picture(sentence, &Request::default()).unwrap().graph().unwrap()
}

/// Nodes and edges, one a line.
fn lines(drawing: &Drawing) -> String {
    let group = |node: &Node| node.group.map(|group| format!(" [{}]", drawing.groups[group])).unwrap_or_default();
    let nodes = drawing.nodes.iter().map(|node| format!("{:?} {} ({}){}", node.role, node.label, drawing.look(node).name, group(node)));
    let edges = drawing.edges.iter().map(|edge| {
        let missing = if edge.missing { "-/-" } else { "---" };
        format!("{} {missing} {} {missing} {}", drawing.nodes[edge.from].label, edge.kind, drawing.nodes[edge.to].label)
    });
    nodes.chain(edges).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_question_of_all_questions() {
    let drawing = drawing("draw emerging partners in WCO and WTO without CMAA");
    assert_eq!(drawing.caption.title, "emerging partners in WCO and WTO without CMAA");
    assert_eq!(drawing.caption.edition.as_deref(), Some("as of 2008, as printed"));
    assert_snapshot!(lines(&drawing), @r#"
    Answer South Africa (partner: emerging) [African Region]
    Answer China (partner: emerging) [Asia-Pacific Region]
    Answer India (partner: emerging) [Asia-Pacific Region]
    Answer Brazil (partner: emerging) [The Americas]
    Related World Customs Organization (forum)
    Related World Trade Organization (forum)
    Ghost no CMAA (not there)
    South Africa --- MEMBER_OF --- World Customs Organization
    South Africa --- MEMBER_OF --- World Trade Organization
    South Africa -/- without -/- no CMAA
    China --- MEMBER_OF --- World Customs Organization
    China --- MEMBER_OF --- World Trade Organization
    China -/- without -/- no CMAA
    India --- MEMBER_OF --- World Customs Organization
    India --- MEMBER_OF --- World Trade Organization
    India -/- without -/- no CMAA
    Brazil --- MEMBER_OF --- World Customs Organization
    Brazil --- MEMBER_OF --- World Trade Organization
    Brazil -/- without -/- no CMAA
    "#);
    assert_snapshot!(drawing.caption.sources.join("\n"), @r#"
    Appendix D, row China (L822)
    Appendix D, row China, column World Customs Organization (L822)
    Appendix D, row China, column World Trade Organization (L822)
    Appendix D, row Emerging partner Brazil (L819)
    Appendix D, row Emerging partner Brazil, column World Customs Organization (L819)
    Appendix D, row Emerging partner Brazil, column World Trade Organization (L819)
    Appendix D, row India (L821)
    Appendix D, row India, column World Customs Organization (L821)
    Appendix D, row India, column World Trade Organization (L821)
    Appendix D, row South Africa (L824)
    Appendix D, row South Africa, column World Customs Organization (L824)
    Appendix D, row South Africa, column World Trade Organization (L824)
    Chart 4 (L345)
    Chart 4 (L349)
    "#);
}

/// A small drawing whose every text is given.
fn small(texts: &[String; 3]) -> Drawing {
    let [name, other, said] = texts;
    let node = |id: &str, label: &String, role, group, look| Node {
        id: id.to_owned(),
        label: label.clone(),
        kind: said.clone(),
        category: Some(other.clone()),
        role,
        source: Some(said.clone()),
        caveat: Some(name.clone()),
        group,
        look,
        ..Node::default()
    };
    let nodes = vec![
        node("n1", name, Role::Answer, Some(0), 0),
        node("n2", other, Role::Related, None, 0),
        Node { id: "n3".into(), label: said.clone(), role: Role::Ghost, look: 1, ..Node::default() },
    ];
    let edge = |id: &str, to: usize, missing: bool, look: usize| Edge {
        id: id.to_owned(),
        from: 0,
        to,
        kind: "KNOWS".to_owned(),
        label: Some(said.clone()).filter(|_| !missing),
        missing,
        source: Some(name.clone()),
        caveat: None,
        look,
    };
    Drawing {
        caption: Caption {
            title: name.clone(),
            understood: Some(other.clone()),
            edition: Some(said.clone()),
            sources: vec![said.clone()],
            cypher: None,
            notes: vec![name.clone()],
        },
        nodes,
        edges: vec![edge("e1", 1, false, 0), edge("e2", 2, true, 1)],
        groups: vec![other.clone()],
        node_looks: vec![
            NodeLook { name: said.clone(), shape: Shape::Ellipse, colour: Some(Colour([0x56, 0xB4, 0xE9])) },
            NodeLook { name: "not there".to_owned(), shape: Shape::Rounded, colour: None },
        ],
        edge_looks: vec![
            EdgeLook { name: other.clone(), colour: Colour([0x44; 3]), line: Some(Line::Dotted), head: Head::Open },
            EdgeLook { name: "missing".to_owned(), colour: Colour([0xD5, 0x5E, 0]), line: None, head: Head::Vee },
        ],
        ..Drawing::default()
    }
}

fn written(drawing: &Drawing, format: &str) -> String {
    String::from_utf8(draw::format(format, None).unwrap().write(&Picture::Graph(drawing.clone())).unwrap()).unwrap()
}

#[test]
fn text_formats() {
    let drawing = small(&["Côte d'Ivoire \"A\\B\"".to_owned(), "</script><b>\nnew line".to_owned(), "مرحبا 🌍; &amp;".to_owned()]);
    assert_snapshot!(written(&drawing, "dot"), @r##"
    digraph legation {
      graph[rankdir="LR" fontname="DejaVu Sans, Verdana, sans-serif" labelloc="t" label="Côte d'Ivoire \"A\\B\"\n</script><b>\nnew line\nمرحبا 🌍; &amp;amp;"]
      node[fontname="DejaVu Sans, Verdana, sans-serif" fontsize="11"]
      edge[fontname="DejaVu Sans, Verdana, sans-serif" fontsize="9"]
      subgraph cluster_g1 {
        graph[label="</script><b>\nnew line" style="rounded" color="#999999"]
        n1[label="Côte d'Ivoire \"A\\B\"" shape="ellipse" style="filled" fillcolor="#A2D6F3" color="#4893BE" fontcolor="#111111" penwidth="2" tooltip="Côte d'Ivoire \"A\\B\"\nمرحبا 🌍; &amp;amp;: </script><b>\nnew line\nمرحبا 🌍; &amp;amp;\ncaveat: Côte d'Ivoire \"A\\B\""]
      }
      n2[label="</script><b>\nnew line" shape="ellipse" style="filled" fillcolor="#A2D6F3" color="#4893BE" fontcolor="#111111" penwidth="1" tooltip="</script><b>\nnew line\nمرحبا 🌍; &amp;amp;: </script><b>\nnew line\nمرحبا 🌍; &amp;amp;\ncaveat: Côte d'Ivoire \"A\\B\""]
      n3[label="مرحبا 🌍; &amp;amp;" shape="box" style="rounded,dashed" fillcolor="#FFFFFF" color="#D55E00" fontcolor="#111111" penwidth="1" tooltip="مرحبا 🌍; &amp;amp;"]
      n1 -> n2 [color="#444444" style="dotted" arrowhead="onormal" label="مرحبا 🌍; &amp;amp;" tooltip="Côte d'Ivoire \"A\\B\" - knows - </script><b>\nnew line\nمرحبا 🌍; &amp;amp;\nCôte d'Ivoire \"A\\B\""]
      n1 -> n3 [color="#D55E00" style="dashed" arrowhead="vee" tooltip="Côte d'Ivoire \"A\\B\" - knows - مرحبا 🌍; &amp;amp;\nCôte d'Ivoire \"A\\B\""]
      subgraph cluster_legend {
        graph[label="legend" style="dotted"]
        look1[label="مرحبا 🌍; &amp;amp;" shape="ellipse" style="filled" fillcolor="#A2D6F3" color="#4893BE" fontcolor="#111111"]
        look2[label="not there" shape="box" style="rounded,dashed" fillcolor="#FFFFFF" color="#D55E00" fontcolor="#111111"]
        from1[label="" shape="plaintext"]
        to1[label="" shape="plaintext"]
        from1 -> to1 [color="#444444" style="dotted" arrowhead="onormal" label="</script><b>\nnew line"]
        from2[label="" shape="plaintext"]
        to2[label="" shape="plaintext"]
        from2 -> to2 [color="#D55E00" style="dashed" arrowhead="vee" label="missing"]
      }
    }
    "##);
    assert_snapshot!(written(&drawing, "mmd"), @r##"
    ---
    title: "Côte d'Ivoire \"A\\B\""
    ---
    flowchart LR
      subgraph g1["#60;/script#62;#60;b#62;<br/>new line"]
        n1(["Côte d'Ivoire #34;A#92;B#34;"]):::look1
      end
      n2(["#60;/script#62;#60;b#62;<br/>new line"]):::look1
      n3("مرحبا 🌍#59; #38;amp#59;"):::look2
      n1 -.->|"مرحبا 🌍#59; #38;amp#59;"| n2
      n1 -.->|"missing"| n3
      classDef look1 fill:#A2D6F3,stroke:#4893BE,color:#111111
      classDef look2 fill:#FFFFFF,stroke:#D55E00,color:#111111,stroke-dasharray:5 4
      linkStyle 0 stroke:#444444
      linkStyle 1 stroke:#D55E00
    "##);
    assert_snapshot!(written(&drawing, "graphml"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
      <desc>Côte d'Ivoire &quot;A\B&quot;</desc>
      <key id="n_label" for="node" attr.name="label" attr.type="string"/>
      <key id="n_kind" for="node" attr.name="kind" attr.type="string"/>
      <key id="n_category" for="node" attr.name="category" attr.type="string"/>
      <key id="n_role" for="node" attr.name="role" attr.type="string"/>
      <key id="n_source" for="node" attr.name="source" attr.type="string"/>
      <key id="n_caveat" for="node" attr.name="caveat" attr.type="string"/>
      <key id="n_group" for="node" attr.name="group" attr.type="string"/>
      <key id="n_colour" for="node" attr.name="colour" attr.type="string"/>
      <key id="e_type" for="edge" attr.name="type" attr.type="string"/>
      <key id="e_says" for="edge" attr.name="says" attr.type="string"/>
      <key id="e_missing" for="edge" attr.name="missing" attr.type="string"/>
      <key id="e_source" for="edge" attr.name="source" attr.type="string"/>
      <key id="e_caveat" for="edge" attr.name="caveat" attr.type="string"/>
      <graph id="drawing" edgedefault="directed">
        <node id="n1"><data key="n_label">Côte d'Ivoire &quot;A\B&quot;</data><data key="n_kind">مرحبا 🌍; &amp;amp;</data><data key="n_category">&lt;/script&gt;&lt;b&gt;&#10;new line</data><data key="n_role">answer</data><data key="n_source">مرحبا 🌍; &amp;amp;</data><data key="n_caveat">Côte d'Ivoire &quot;A\B&quot;</data><data key="n_group">&lt;/script&gt;&lt;b&gt;&#10;new line</data><data key="n_colour">#56B4E9</data></node>
        <node id="n2"><data key="n_label">&lt;/script&gt;&lt;b&gt;&#10;new line</data><data key="n_kind">مرحبا 🌍; &amp;amp;</data><data key="n_category">&lt;/script&gt;&lt;b&gt;&#10;new line</data><data key="n_role">related</data><data key="n_source">مرحبا 🌍; &amp;amp;</data><data key="n_caveat">Côte d'Ivoire &quot;A\B&quot;</data><data key="n_colour">#56B4E9</data></node>
        <node id="n3"><data key="n_label">مرحبا 🌍; &amp;amp;</data><data key="n_role">missing</data></node>
        <edge id="e1" source="n1" target="n2"><data key="e_type">KNOWS</data><data key="e_says">مرحبا 🌍; &amp;amp;</data><data key="e_source">Côte d'Ivoire &quot;A\B&quot;</data></edge>
        <edge id="e2" source="n1" target="n3"><data key="e_type">KNOWS</data><data key="e_missing">true</data><data key="e_source">Côte d'Ivoire &quot;A\B&quot;</data></edge>
      </graph>
    </graphml>
    "#);
    assert_snapshot!(written(&drawing, "gexf"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
      <meta><creator>Legation</creator><description>Côte d'Ivoire &quot;A\B&quot;</description></meta>
      <graph defaultedgetype="directed">
        <attributes class="node">
          <attribute id="0" title="label" type="string"/>
          <attribute id="1" title="kind" type="string"/>
          <attribute id="2" title="category" type="string"/>
          <attribute id="3" title="role" type="string"/>
          <attribute id="4" title="source" type="string"/>
          <attribute id="5" title="caveat" type="string"/>
          <attribute id="6" title="group" type="string"/>
        </attributes>
        <attributes class="edge">
          <attribute id="0" title="type" type="string"/>
          <attribute id="1" title="says" type="string"/>
          <attribute id="2" title="missing" type="string"/>
          <attribute id="3" title="source" type="string"/>
          <attribute id="4" title="caveat" type="string"/>
        </attributes>
        <nodes>
          <node id="n1" label="Côte d'Ivoire &quot;A\B&quot;"><attvalues><attvalue for="0" value="Côte d'Ivoire &quot;A\B&quot;"/><attvalue for="1" value="مرحبا 🌍; &amp;amp;"/><attvalue for="2" value="&lt;/script&gt;&lt;b&gt;&#10;new line"/><attvalue for="3" value="answer"/><attvalue for="4" value="مرحبا 🌍; &amp;amp;"/><attvalue for="5" value="Côte d'Ivoire &quot;A\B&quot;"/><attvalue for="6" value="&lt;/script&gt;&lt;b&gt;&#10;new line"/></attvalues><viz:color r="86" g="180" b="233"/></node>
          <node id="n2" label="&lt;/script&gt;&lt;b&gt;&#10;new line"><attvalues><attvalue for="0" value="&lt;/script&gt;&lt;b&gt;&#10;new line"/><attvalue for="1" value="مرحبا 🌍; &amp;amp;"/><attvalue for="2" value="&lt;/script&gt;&lt;b&gt;&#10;new line"/><attvalue for="3" value="related"/><attvalue for="4" value="مرحبا 🌍; &amp;amp;"/><attvalue for="5" value="Côte d'Ivoire &quot;A\B&quot;"/></attvalues><viz:color r="86" g="180" b="233"/></node>
          <node id="n3" label="مرحبا 🌍; &amp;amp;"><attvalues><attvalue for="0" value="مرحبا 🌍; &amp;amp;"/><attvalue for="3" value="missing"/></attvalues></node>
        </nodes>
        <edges>
          <edge id="e1" source="n1" target="n2" label="KNOWS"><attvalues><attvalue for="0" value="KNOWS"/><attvalue for="1" value="مرحبا 🌍; &amp;amp;"/><attvalue for="3" value="Côte d'Ivoire &quot;A\B&quot;"/></attvalues></edge>
          <edge id="e2" source="n1" target="n3" label="KNOWS"><attvalues><attvalue for="0" value="KNOWS"/><attvalue for="2" value="true"/><attvalue for="3" value="Côte d'Ivoire &quot;A\B&quot;"/></attvalues></edge>
        </edges>
      </graph>
    </gexf>
    "#);
    assert_snapshot!(written(&drawing, "json"), @r##"{"data":{"title":"Côte d'Ivoire \"A\\B\"","understood":"</script><b>\nnew line","edition":"مرحبا 🌍; &amp;","sources":["مرحبا 🌍; &amp;"],"notes":["Côte d'Ivoire \"A\\B\""]},"elements":{"nodes":[{"data":{"id":"g1","label":"</script><b>\nnew line"}},{"data":{"id":"n1","label":"Côte d'Ivoire \"A\\B\"","kind":"مرحبا 🌍; &amp;","category":"</script><b>\nnew line","role":"answer","source":"مرحبا 🌍; &amp;","caveat":"Côte d'Ivoire \"A\\B\"","colour":"#56B4E9","shape":"ellipse","parent":"g1"}},{"data":{"id":"n2","label":"</script><b>\nnew line","kind":"مرحبا 🌍; &amp;","category":"</script><b>\nnew line","role":"related","source":"مرحبا 🌍; &amp;","caveat":"Côte d'Ivoire \"A\\B\"","colour":"#56B4E9","shape":"ellipse"}},{"data":{"id":"n3","label":"مرحبا 🌍; &amp;","role":"missing","shape":"rounded"}}],"edges":[{"data":{"id":"e1","type":"KNOWS","says":"مرحبا 🌍; &amp;","source":"n1","target":"n2","stands":"Côte d'Ivoire \"A\\B\""}},{"data":{"id":"e2","type":"KNOWS","missing":"true","source":"n1","target":"n3","stands":"Côte d'Ivoire \"A\\B\""}}]}}"##);
    assert_snapshot!(written(&drawing, "csv"), @r#"
    from,from kind,relationship,to,to kind,missing,says,source,caveat
    "Côte d'Ivoire ""A\B""","مرحبا 🌍; &amp;: </script><b>
    new line",KNOWS,"</script><b>
    new line","مرحبا 🌍; &amp;: </script><b>
    new line",,مرحبا 🌍; &amp;,"Côte d'Ivoire ""A\B""",
    "Côte d'Ivoire ""A\B""","مرحبا 🌍; &amp;: </script><b>
    new line",KNOWS,مرحبا 🌍; &amp;,missing,missing,,"Côte d'Ivoire ""A\B""",
    "#);
}

/// Texts that try to break out, and any others.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\"",
        "\\",
        "\\\"",
        "\\n",
        "\n",
        "\r",
        "\t",
        "'",
        "</script>",
        "<b>",
        "]]>",
        "&amp;",
        "&",
        "#quot;",
        "%%{init}%%",
        "]",
        "}",
        ";",
        "--",
        "label=\"x\"",
        "\\N",
        "\\G",
        "=1+1",
        ",",
        "\u{202e}",
        "مرحبا",
        "שלום",
        "🌍",
        "\u{1b}[2J",
        "\u{0}",
        "`",
        "a",
        " ",
        "end",
        "|",
        "$",
        "{{",
    ]);
    prop_oneof![prop::collection::vec(pieces, 1..8).prop_map(|pieces| pieces.concat()), ".{1,12}"]
}

/// What stands outside of quotes, where a backslash takes the quote after it away.
fn outside_quotes(text: &str) -> String {
    let (mut out, mut quoted, mut escaped) = (String::new(), false, false);
    for character in text.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            other if !quoted => out.push(other),
            _ => {}
        }
    }
    out
}

/// All texts and attribute values of XML that is well formed, in order.
fn xml_texts(text: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut found = Vec::new();
    let mut open = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => {
                found.extend(tag.attributes().map(|attribute| {
                    let value = attribute.unwrap().value;
                    quick_xml::escape::unescape(&value).unwrap().into_owned()
                }));
            }
            Event::Text(text) => open.push_str(&text),
            Event::GeneralRef(name) => {
                let name: &str = &name;
                open.push_str(&quick_xml::escape::unescape(&format!("&{name};")).unwrap());
            }
            Event::End(_) => found.push(std::mem::take(&mut open).trim().to_owned()),
            _ => {}
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_name_breaks_out_of_a_text_format(texts in [hostile(), hostile(), hostile()]) {
        let plain = small(&["a".to_owned(), "b".to_owned(), "c".to_owned()]);
        let drawing = small(&texts);
        for format in ["dot", "mmd"] {
            prop_assert_eq!(outside_quotes(&written(&drawing, format)), outside_quotes(&written(&plain, format)));
        }
        let shown = |text: &String| visible(text).trim().to_owned();
        for format in ["graphml", "gexf"] {
            let found = xml_texts(&written(&drawing, format));
            let expected = xml_texts(&written(&plain, format));
            prop_assert_eq!(found.len(), expected.len());
            for text in &texts {
                prop_assert!(found.iter().any(|found| found.trim() == shown(text)), "{:?} is not in {:?}", text, found);
            }
        }
        let json: serde_json::Value = serde_json::from_str(&written(&drawing, "json")).unwrap();
        prop_assert_eq!(json["elements"]["nodes"][1]["data"]["label"].as_str(), Some(texts[0].as_str()));
        let csv = written(&drawing, "csv");
        let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(csv.as_bytes()).records().map(|row| row.unwrap()).collect();
        prop_assert_eq!(rows.len(), 2);
        prop_assert_eq!(rows[0][0].trim_start_matches('\''), texts[0].trim_start_matches('\''));
    }

    #[test]
    fn any_name_is_drawn_as_text(texts in [hostile(), hostile(), hostile()]) {
        let svg = written(&small(&texts), "svg");
        let plain = written(&small(&["a".to_owned(), "b".to_owned(), "c".to_owned()]), "svg");
        let elements = |svg: &str| outside_quotes(svg).matches("<script").count();
        prop_assert_eq!(elements(&svg), elements(&plain));
        xml_texts(&svg);
        prop_assert!(resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default()).is_ok());
    }
}

/// Runs the program, with Graphviz or hidden from it.
fn legation(arguments: &[&str], path: &str) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_legation"));
    program.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).env("COLUMNS", "80").env("NO_COLOR", "1").env("PATH", path);
    program.output().unwrap()
}

/// Pictures of the framework that a person has looked at: name and sentence.
const PICTURES: &[(&str, &str)] = &[
    ("canonical", "emerging partners in WCO and WTO without CMAA"),
    ("brazil", "Brazil"),
    ("compare", "compare Senegal with South Africa"),
    ("path", "all shortest paths from Senegal to Japan through forums"),
    ("neither", "partners in neither APEC nor G8"),
    ("categories", "partners by category"),
    ("posts", "posts in China"),
    ("map", "map of posts"),
    ("memberships", "matrix partners by forums"),
    ("gaps", "gaps for emerging partners"),
    ("negotiations", "parties on the negotiation list because of an FTA obligation"),
];

#[test]
fn looks_of_a_file_win() {
    let folder = folder("looks");
    let style = folder.join("style.toml");
    let draw = |style: &Path| legation(&["draw", "memberships of Senegal", "--format", "mmd", "--style", style.to_str().unwrap()], "");
    fs::write(&style, "[style.label.Forum]\nshape = \"hexagon\"\ncolour = \"#000000\"\n").unwrap();
    let text = String::from_utf8(draw(&style).stdout).unwrap();
    assert!(text.contains("{{\"World Trade Organization\"}}") && text.contains("stroke:#030303"), "{text}");
    fs::write(&style, "[style.label.Forums]\nshape = \"hexagon\"\n").unwrap();
    let refused = draw(&style);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("did you mean `Forum`?"), "{}", String::from_utf8_lossy(&refused.stderr));
    assert_eq!(draw(&folder.join("none.toml")).status.code(), Some(1));
}

#[test]
fn pictures_are_as_they_were_looked_at() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures");
    let gallery = fs::read_to_string(folder.join("README.md")).unwrap();
    for (name, sentence) in PICTURES {
        let output = legation(&["draw", sentence, "--format", "svg"], "");
        assert!(output.status.success(), "{sentence}: {}", String::from_utf8_lossy(&output.stderr));
        let file = folder.join(format!("{name}.svg"));
        assert!(
            gallery.contains(&format!("`legation draw \"{sentence}\" -o {name}.svg`")),
            "tests/pictures/README.md does not show `{sentence}`"
        );
        if std::env::var_os("BLESS").is_some() {
            fs::write(&file, &output.stdout).unwrap();
        }
        let kept = fs::read(&file).unwrap_or_default();
        assert!(kept == output.stdout, "{} is other than what `draw {sentence}` gives: look at both, and bless it", file.display());
    }
}

#[test]
fn the_text_of_every_picture_is_there() {
    let mut fonts = resvg::usvg::fontdb::Database::new();
    fonts.load_font_data(fs::read("data/font/DejaVuSans.ttf").unwrap());
    let options = resvg::usvg::Options { fontdb: Arc::new(fonts), ..Default::default() };
    for (name, _) in PICTURES {
        let svg = fs::read_to_string(format!("tests/pictures/{name}.svg")).unwrap();
        let tree = resvg::usvg::Tree::from_str(&svg, &options).unwrap();
        let (page, mut texts) = (tree.size(), 0);
        each_text(tree.root(), &mut |text| {
            let frame = text.abs_bounding_box();
            assert!(frame.width() > 0.0 && text.flattened().has_children(), "{name}: a text is empty");
            assert!(frame.left() >= 0.0 && frame.right() <= page.width() && frame.bottom() <= page.height(), "{name}: a text is cut off");
            texts += 1;
        });
        assert_eq!(texts, svg.matches("<text").count(), "{name}");
    }
}

/// Labels of the map lie neither upon each other nor upon a mark.
#[test]
fn labels_of_the_map_stand_free() {
    let svg = fs::read_to_string("tests/pictures/map.svg").unwrap();
    let numbers = |line: &str| {
        let value = |name: &str| line.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split('"').next()?.parse::<f64>().ok());
        Some((value("x")?, value("y")?, value("width")?, value("height")?))
    };
    let labels: Vec<_> = svg.lines().filter(|line| line.starts_with("<rect x=")).filter_map(numbers).collect();
    assert!(labels.len() > 30, "{}", labels.len());
    for (at, one) in labels.iter().enumerate() {
        for other in &labels[..at] {
            let apart = one.0 + one.2 <= other.0 || other.0 + other.2 <= one.0 || one.1 + one.3 <= other.1 || other.1 + other.3 <= one.1;
            assert!(apart, "{one:?} {other:?}");
        }
    }
}

/// What the bundled font lacks is a box, and never nothing: each character keeps its room.
#[test]
fn no_character_vanishes() {
    let mut fonts = resvg::usvg::fontdb::Database::new();
    fonts.load_font_data(fs::read("data/font/DejaVuSans.ttf").unwrap());
    let options = resvg::usvg::Options { fontdb: Arc::new(fonts), ..Default::default() };
    for name in ["🌍", "日本国", "שלום עולם", "مرحبا بالعالم"] {
        let svg = written(&small(&[name.to_owned(), "b".to_owned(), "c".to_owned()]), "svg");
        let tree = resvg::usvg::Tree::from_str(&svg, &options).unwrap();
        let mut widths = Vec::new();
        each_text(tree.root(), &mut |text| {
            let said: String = text.chunks().iter().map(|chunk| chunk.text().to_owned()).collect();
            if said == name {
                assert!(text.flattened().has_children(), "{name}");
                widths.push(text.abs_bounding_box().width());
            }
        });
        assert!(widths.len() > 1 && widths.iter().all(|width| *width > 5.0), "{name}: {widths:?}");
    }
}

/// A node is where it says, or where what it leads to says.
#[test]
fn a_map_needs_coordinates_and_no_schema() {
    let mut session = Session::new(load::embedded().unwrap(), Limits::default(), Arc::default());
    let ships = "CREATE (:Ship {name: 'Argo', lat: 42.0, lng: 41.5, source: 'a log'}), (:Ship {name: 'Lost', lat: 142.0, lng: 0.0, source: 'a log'}), (:Ship {name: 'None', source: 'a log'})";
    session.ask(ships, &Request::default()).unwrap();
    let drawing = session.picture("draw map of MATCH (s:Ship) RETURN s", &Request::default()).unwrap().graph().unwrap();
    let place = |node: &Node| node.place.as_ref().map(|place| (place.latitude, place.longitude));
    assert_eq!(drawing.nodes.iter().map(place).collect::<Vec<_>>(), [Some((42.0, 41.5)), None, None]);
    assert!(drawing.caption.notes[0].starts_with("not on the map, for want of a place: "), "{:?}", drawing.caption.notes);
}

fn each_text(group: &resvg::usvg::Group, see: &mut dyn FnMut(&resvg::usvg::Text)) {
    for node in group.children() {
        match node {
            resvg::usvg::Node::Group(group) => each_text(group, see),
            resvg::usvg::Node::Text(text) => see(text),
            _ => {}
        }
    }
}

/// A folder of its own for a test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("draw").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn files_have_the_format_of_their_ending() {
    let folder = folder("files");
    for format in FORMATS {
        let file = folder.join(format!("a picture.{}", format.name));
        let output = legation(&["draw", "emerging partners in WCO and WTO without CMAA", "-o", file.to_str().unwrap()], "");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stdout.is_empty());
        let content = fs::read(&file).unwrap();
        let begins = match format.name {
            "png" => b"\x89PNG".as_slice(),
            "pdf" => b"%PDF",
            "svg" => b"<svg",
            "html" => b"<!DOCTYPE html>\n",
            "dot" => b"digraph",
            "mmd" => b"---\ntitle: ",
            "json" => b"{",
            "csv" => b"from,",
            _ => b"<?xml",
        };
        assert!(content.starts_with(begins), "{}", format.name);
        let again = folder.join("again");
        let sentence = format!("draw emerging partners in WCO and WTO without CMAA as {} -o '{}'", format.name, again.display());
        assert!(legation(&["query", &sentence], "").status.success());
        assert!(fs::read(&again).unwrap() == content, "{}: other bytes for the same sentence", format.name);
    }
}

/// Where programs are, if Graphviz is among them.
fn graphviz() -> Option<String> {
    let path = std::env::var("PATH").ok()?;
    std::env::split_paths(&path).any(|folder| folder.join("dot").is_file()).then_some(path)
}

#[test]
fn graphviz_lays_out_where_it_is_installed() {
    let Some(path) = graphviz() else {
        eprintln!("Graphviz is not installed: nothing is laid out by it");
        return;
    };
    for (name, sentence) in PICTURES {
        let with = legation(&["draw", sentence, "--format", "svg"], &path);
        assert!(with.status.success(), "{}", String::from_utf8_lossy(&with.stderr));
        let without = fs::read_to_string(format!("tests/pictures/{name}.svg")).unwrap();
        let (with, without) = (xml_texts(&String::from_utf8(with.stdout).unwrap()), xml_texts(&without));
        // The same things, in other places.
        let texts = |all: Vec<String>| {
            all.into_iter().filter(|text| text.chars().any(char::is_alphabetic) && !text.starts_with('M')).collect::<Vec<_>>()
        };
        assert_eq!(texts(with).len(), texts(without).len(), "{name}");
    }
}

#[test]
fn graphviz_reads_back_what_was_written() {
    let Some(path) = graphviz() else {
        eprintln!("Graphviz is not installed: nothing is laid out by it");
        return;
    };
    let drawing = small(&["a \"quote\" \\ and </b>".to_owned(), "new\nline &amp; Côte".to_owned(), "\\N \\\" label=\"x\" 🌍".to_owned()]);
    let file = folder("readback").join("a.dot");
    fs::write(&file, written(&drawing, "dot")).unwrap();
    let output = Command::new("dot").arg("-Tjson0").arg(&file).env("PATH", path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let nodes: Vec<&str> = read["objects"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|object| object["name"].as_str())
        .filter(|name| name.starts_with('n'))
        .collect();
    assert_eq!(nodes, ["n1", "n2", "n3"]);
    assert_eq!(read["edges"].as_array().unwrap().len(), 4);
}

#[cfg(unix)]
#[test]
fn a_graphviz_that_fails_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("failing");
    let program = folder.join("dot");
    fs::write(&program, "#!/bin/sh\necho 'Error: no memory' >&2\nexit 1\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let output = legation(&["draw", "memberships of Senegal", "--format", "svg"], folder.to_str().unwrap());
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @r#"
    draw::graphviz

      × `dot` of Graphviz does not lay this out: Error: no memory
      help: take it off the PATH, and the picture is laid out without it
    "#);
    // A folder that is not named in full is not looked into.
    assert!(legation(&["draw", "memberships of Senegal", "--format", "svg"], "target").status.success());
}
