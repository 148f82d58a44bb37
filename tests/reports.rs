//! Reports of the framework as files, and what a package may state. `BLESS=1 cargo test --test reports` writes the files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::path::Path;
use std::sync::Arc;

use legation::diagnose::Diagnostics;
use legation::export::{html, markdown};
use legation::limit::Limits;
use legation::load;
use legation::report::Page;
use legation::session::{Request, Session};
use legation::text::Source;

fn framework() -> Session {
    Session::new(load::embedded().unwrap(), Limits::default(), Arc::default())
}

/// A package of two countries with names that could be markup, and these reports.
fn package(reports: &str) -> Session {
    let files: [(&str, &[u8]); 3] = [
        ("nodes/Country.csv", b"id,name,kind\n1,<script>alert('x')</script>,*new*\n2,Spain & Co|,old\n"),
        ("relationships/BORDERS.csv", b"start,end\n1,2\n"),
        ("reports.toml", reports.as_bytes()),
    ];
    Session::new(load::load_files(&files, &load::Options::default()).unwrap(), Limits::default(), Arc::default())
}

fn brief(session: &mut Session, name: &str) -> Result<Page, Diagnostics> {
    session.brief_asked(&format!("brief {name}"), &Request::default())
}

/// The text is that of the file.
fn same(text: &str, file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports").join(file);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{file} is not what is written now; `BLESS=1` writes it:\n{text}");
}

fn told(problems: Diagnostics) -> String {
    let help = problems.help().map(|help| format!(" [{help}]")).unwrap_or_default();
    format!("{}: {problems}{help}", problems.code().unwrap_or_default())
}

#[test]
fn brief_on_brazil() {
    let page = brief(&mut framework(), "Brazil").unwrap();
    same(&markdown(&page), "brazil.md");
    same(&html(&page), "brazil.html");
}

#[test]
fn each_partner_has_a_brief_that_names_it() {
    let mut session = framework();
    let partners = session.ask("partners", &Request::default()).unwrap();
    let names: Vec<String> = partners.answer.rows().map(|row| row.value(0).to_string().trim_matches('\'').to_owned()).collect();
    assert_eq!(names.len(), 18);
    for name in names {
        let page = brief(&mut session, &name).unwrap_or_else(|problems| panic!("{name}: {}", told(problems)));
        assert_eq!((page.title, page.parts.len()), (format!("Brief: {name}"), 18));
    }
}

#[test]
fn worksheet_of_an_event() {
    let event = include_str!("reports/event.toml");
    let page = framework().worksheet(&Source::new("event.toml", event), &Request::default()).unwrap();
    same(&markdown(&page), "worksheet.md");
    same(&html(&page), "worksheet.html");
}

#[test]
fn an_event_has_the_fields_of_the_form() {
    let mut session = framework();
    let mut wrong = |text: &str| told(session.worksheet(&Source::new("event.toml", text), &Request::default()).unwrap_err());
    insta::assert_snapshot!(
        [
            wrong("title = "),
            wrong("titel = \"x\""),
            wrong("title = 1.5"),
            wrong("forum = \"Customs Club\""),
            wrong("participants = [\"Atlantis\"]"),
        ]
        .join("\n"),
        @r###"
report::form: event.toml:1: string values must be quoted, expected literal string [write `field = "…"` in each line]
report::form: event.toml: `titel` is no field of this report [did you mean `title`?]
report::form: event.toml: `title` is neither a text nor a date [write a text in double quotes]
report::section: section `Prioritized multilateral or specialized forums`: `"Customs Club"`: nothing is named `Customs Club` [did you mean `customs MOU` or `customs MOUs`?]
report::section: section `Bilateral prioritized partners`: `"Atlantis"`: nothing is named `Atlantis`
"###
    );
}

#[test]
fn no_text_is_markup() {
    let mut session = package(
        "[[report]]\nname = \"brief\"\nnoun = \"country\"\ntitle = \"On {thing}\"\n\
         [[report.section]]\nheading = \"A <b> & *c*\"\nsentence = \"countries show kind\"\n\
         [[report.section]]\nheading = \"Line\"\nsentence = \"countries\"\nline = \"is {country}\"\n\
         [[report.section]]\nheading = \"Empty\"\n",
    );
    let page = brief(&mut session, "\"Spain & Co|\"").unwrap();
    let (plain, page) = (markdown(&page), html(&page));
    assert!(!page.contains("<script>alert") && page.contains("&lt;script&gt;alert('x')"), "{page}");
    insta::assert_snapshot!(plain, @r###"
# On Spain &amp; Co\|

## A &lt;b&gt; &amp; \*c\*

| country | kind |
| --- | --- |
| &lt;script&gt;alert('x')&lt;/script&gt; | \*new\* |
| Spain &amp; Co\| | old |

## Line

- is &lt;script&gt;alert('x')&lt;/script&gt;
- is Spain &amp; Co\|

## Empty

\_\_\_\_\_\_\_\_\_\_
"###);
}

#[test]
fn mistakes_in_reports_are_told() {
    let stated = |section: &str| {
        format!("[[report]]\nname = \"brief\"\nnoun = \"country\"\ntitle = \"{{thing}}\"\n[[report.section]]\nheading = \"H\"\n{section}\n")
    };
    let wrong = |reports: &str| told(brief(&mut package(reports), "\"Spain & Co|\"").unwrap_err());
    insta::assert_snapshot!(
        [
            wrong(""),
            wrong("[[report]]\nname = \"brief\"\n"),
            wrong("[[report]]\nname = \"brief\"\ntitle = \"{country}\"\n"),
            wrong(&stated("sentense = \"x\"")),
            wrong(&stated("sentence = \"countrys\"")),
            wrong(&stated("sentence = \"countries\"\ncolumns = [\"nam\"]")),
            wrong(&stated("sentence = \"countries\"\nline = \"{nam}\"")),
            wrong(&stated("sentence = \"countries\"\nticked = \"things\"")),
            told(brief(&mut framework(), "WCO").unwrap_err()),
            told(package("").worksheet(&Source::new("event.toml", ""), &Request::default()).unwrap_err()),
        ]
        .join("\n"),
        @r###"
report::none: this data has no report `brief` [state it as `[[report]]` in `reports.toml` in the folder of the package]
report::form: reports.toml:1: missing field `title` [each `[[report]]` has `name`, `title` and `[[report.section]]`s, each with a `heading`]
report::section: section `brief`: there is no `country` here
report::form: reports.toml:7: unknown field `sentense`, expected one of `heading`, `text`, `sentence`, `columns`, `line`, `ticked`, `none` [each `[[report]]` has `name`, `title` and `[[report.section]]`s, each with a `heading`]
report::section: section `H`: `countrys`: nobody here knows the word `countrys` [did you mean the question `country`, or `countries`?
did you mean `country`?]
report::section: section `H`: there is no `nam` here [there are country]
report::section: section `H`: there is no `nam` here
report::section: section `H`: there is no `things` here [did you mean `thing`?]
report::none: this data has no report `brief` about things such as World Customs Organization [state it as `[[report]]` in `reports.toml` in the folder of the package]
report::none: this data has no report `worksheet` [state it as `[[report]]` in `reports.toml` in the folder of the package]
"###
    );
}
