//! Conversations that share their data among threads: each statement reads one whole state, whatever is written meanwhile.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use legation::limit::Limits;
use legation::load::{Options, load_files};
use legation::session::{Request, Session};
use legation::value::Value;

const READERS: usize = 4;
const ACCOUNTS: i64 = 40;
const ROUNDS: i64 = 60;

/// Accounts of a hundred each.
fn session(limits: Limits) -> Session {
    let mut rows = "id,balance\n".to_owned();
    for id in 0..ACCOUNTS {
        rows.push_str(&format!("{id},100\n"));
    }
    let files = [("nodes/Account.csv", rows.as_bytes())];
    Session::new(load_files(&files, &Options::default()).unwrap(), limits, Arc::default())
}

/// The rows of a statement.
fn rows(session: &mut Session, text: &str) -> Vec<Vec<Value>> {
    session.ask(text, &Request::default()).unwrap_or_else(|problems| panic!("{text}\n{problems}")).answer.to_values()
}

fn integers(session: &mut Session, text: &str) -> Vec<i64> {
    let value = |value: &Value| if let Value::Integer(integer) = value { *integer } else { panic!("{value} for {text}") };
    rows(session, text).iter().flatten().map(value).collect()
}

/// What every statement must find: no money comes or goes, and each transfer has both of its ends and is in both balances.
fn check(session: &mut Session, number: usize) {
    match number % 5 {
        0 => assert_eq!(integers(session, "MATCH (a:Account) RETURN sum(a.balance) AS s"), [100 * ACCOUNTS]),
        1 => {
            let ends = "MATCH (t:Transfer) RETURN count(t) AS n, sum(COUNT { (t)-[:FROM]->(:Account) }) AS f, sum(COUNT { (t)-[:TO]->(:Account) }) AS t";
            let ends = integers(session, ends);
            assert!(ends[0] == ends[1] && ends[0] == ends[2], "{ends:?}");
        }
        2 => {
            let wrong = "MATCH (a:Account) \
                WITH a, reduce(s = 0, x IN [(a)<-[:TO]-(t) | t.amount] | s + x) - reduce(s = 0, x IN [(a)<-[:FROM]-(t) | t.amount] | s + x) AS d \
                WHERE a.balance <> 100 + d RETURN count(a) AS n";
            assert_eq!(integers(session, wrong), [0]);
        }
        3 => {
            // Both directions, counted from the statistics and one by one.
            let counts =
                "MATCH ()-[r:FROM]->() WITH count(r) AS f MATCH (a:Account) WITH f, sum(COUNT { (a)<-[:FROM]-() }) AS b RETURN f, b";
            let counts = integers(session, counts);
            assert!(counts.is_empty() || counts[0] == counts[1], "{counts:?}");
        }
        _ => {
            assert_eq!(integers(session, "how many accounts"), [ACCOUNTS]);
            let rows = integers(
                session,
                "MATCH (a:Account) WHERE a.id >= 0 RETURN count(a) AS n UNION ALL MATCH (a:Account {id: 7}) RETURN count(a) AS n",
            );
            assert_eq!(rows, [ACCOUNTS, 1]);
        }
    }
}

/// A transfer in statements of which only all together keep to the rules.
fn transfer(round: i64) -> [String; 3] {
    let (from, to, amount) = (round * 7 % ACCOUNTS, (round * 11 + 3) % ACCOUNTS, round % 13 + 1);
    [
        format!(
            "MATCH (a:Account {{id: {from}}}) SET a.balance = a.balance - {amount} CREATE (:Transfer {{n: {round}, amount: {amount}}})-[:FROM]->(a)"
        ),
        format!("MATCH (a:Account {{id: {to}}}) SET a.balance = a.balance + {amount}"),
        format!("MATCH (t:Transfer {{n: {round}}}), (a:Account {{id: {to}}}) CREATE (t)-[:TO]->(a)"),
    ]
}

/// Takes a transfer back in one statement.
fn reversal(round: i64) -> String {
    format!(
        "MATCH (f:Account)<-[:FROM]-(t:Transfer {{n: {round}}})-[:TO]->(a:Account) \
         SET f.balance = f.balance + t.amount SET a.balance = a.balance - t.amount DETACH DELETE t"
    )
}

/// Waits until each reader has read once more: the writer does not keep them.
fn let_read(reads: &[AtomicU64]) {
    let before: Vec<u64> = reads.iter().map(|count| count.load(Ordering::Relaxed)).collect();
    let begun = Instant::now();
    while reads.iter().zip(&before).any(|(now, before)| now.load(Ordering::Relaxed) < before + 1) {
        assert!(begun.elapsed() < Duration::from_secs(60), "readers wait for the writer");
        std::thread::yield_now();
    }
}

fn write(session: &mut Session, round: i64, reads: &[AtomicU64]) {
    let statements = transfer(round);
    match round % 6 {
        // All in one statement.
        0 => {
            let (from, to) = (round % ACCOUNTS, (round + 1) % ACCOUNTS);
            let text = format!(
                "MATCH (f:Account {{id: {from}}}), (a:Account {{id: {to}}}) SET f.balance = f.balance - 5 SET a.balance = a.balance + 5 \
                 CREATE (f)<-[:FROM]-(:Transfer {{n: {round}, amount: 5}})-[:TO]->(a)"
            );
            rows(session, &text);
        }
        // Given up half way.
        1 => {
            session.begin().unwrap();
            rows(session, &statements[0]);
            let_read(reads);
            session.rollback().unwrap();
        }
        // A statement that fails after it has written; by itself, and in a transaction that goes on.
        2 => {
            let fails = "MATCH (a:Account) SET a.balance = a.balance + 1 WITH a ORDER BY a.id DESC RETURN 10 / (a.id % 2) AS x";
            assert!(session.ask(fails, &Request::default()).is_err());
            session.begin().unwrap();
            assert!(session.ask(fails, &Request::default()).is_err());
            statements.iter().for_each(|text| drop(rows(session, text)));
            check(session, 2);
            session.commit().unwrap();
        }
        3 => drop(rows(session, &reversal(round - 1))),
        // What is made and taken away again in one transaction.
        4 => {
            session.begin().unwrap();
            rows(session, "CREATE (:Account {id: 1000, balance: 7})");
            let_read(reads);
            rows(session, "MATCH (a:Account {id: 1000}) DELETE a");
            session.commit().unwrap();
        }
        _ => {
            session.begin().unwrap();
            for text in &statements {
                rows(session, text);
                let_read(reads);
            }
            session.commit().unwrap();
        }
    }
}

#[test]
fn readers_see_whole_states_and_never_wait() {
    let mut writer = session(Limits::default());
    let done = AtomicBool::new(false);
    let reads: [AtomicU64; READERS] = Default::default();
    std::thread::scope(|scope| {
        for (reader, count) in reads.iter().enumerate() {
            let (mut session, done) = (writer.share(Arc::default()), &done);
            scope.spawn(move || {
                let mut number = reader;
                while !done.load(Ordering::Relaxed) {
                    check(&mut session, number);
                    number += 1;
                    count.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        // Readers end with the writer, also where it fails.
        let written =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (0..ROUNDS).for_each(|round| write(&mut writer, round, &reads))));
        done.store(true, Ordering::Relaxed);
        written.unwrap_or_else(|defect| std::panic::resume_unwind(defect));
    });
    let mut last = writer.share(Arc::default());
    (0..5).for_each(|number| check(&mut last, number));
    let kept = (0..ROUNDS).filter(|round| matches!(round % 6, 0 | 5)).count() as i64;
    assert_eq!(integers(&mut last, "MATCH (t:Transfer) RETURN count(t) AS n"), [kept]);
}

#[test]
fn writers_take_turns() {
    let session = session(Limits::default());
    const EACH: i64 = 30;
    std::thread::scope(|scope| {
        for writer in 0..3 {
            let mut session = session.share(Arc::default());
            scope.spawn(move || {
                for round in 0..EACH {
                    let whole = (round + writer) % 2 == 0;
                    if whole {
                        session.begin().unwrap();
                    }
                    rows(&mut session, "MATCH (a:Account {id: 1}) SET a.balance = a.balance + 1");
                    rows(&mut session, "MERGE (c:Count {of: 'all'}) ON CREATE SET c.n = 1 ON MATCH SET c.n = c.n + 1");
                    if whole {
                        session.commit().unwrap();
                    }
                }
            });
        }
    });
    let mut last = session.share(Arc::default());
    assert_eq!(integers(&mut last, "MATCH (a:Account {id: 1}), (c:Count) RETURN a.balance AS b, c.n AS n"), [100 + 3 * EACH, 3 * EACH]);
}

#[test]
fn waiting_for_the_turn_ends_with_the_limit_or_the_user() {
    let limits = Limits { time: Some(Duration::from_secs(1)), ..Limits::default() };
    let mut one = session(limits);
    let cancel = Arc::new(AtomicBool::new(false));
    let mut other = one.share(Arc::clone(&cancel));
    let code = |problems: legation::diagnose::Diagnostics| problems.code().unwrap_or_default();
    one.begin().unwrap();
    assert_eq!(other.begin().map_err(code), Err("limit::time".into()));
    assert_eq!(other.ask("CREATE (:Draft)", &Request::default()).map(drop).map_err(code), Err("limit::time".into()));
    cancel.store(true, Ordering::Relaxed);
    assert_eq!(other.begin().map_err(code), Err("limit::interrupted".into()));
    other.resume();
    // Who reads does not wait, nor who only asks how something would be written.
    assert_eq!(integers(&mut other, "how many accounts"), [ACCOUNTS]);
    assert_eq!(other.ask("explain CREATE (:Draft)", &Request::default()).map(drop).map_err(code), Ok(()));
    // A conversation that ends gives its turn back.
    drop(one);
    other.begin().unwrap();
    rows(&mut other, "CREATE (:Draft)");
    other.commit().unwrap();
}
