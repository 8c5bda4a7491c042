//! Answers in chunks, envelopes, and one answer after the other.

use odoo_columns::{Progress, Reader};
use serde_json::json;

use crate::rows::{feed, fields, rows};

const NAME: &[(&str, &str)] = &[("id", "integer"), ("name", "char")];

fn reader() -> Reader {
    Reader::new(fields(NAME))
}

#[test]
fn the_records_are_found_in_every_envelope() {
    let list = r#"[{"id": 1, "name": "a ] } \" b"}]"#;
    for answer in [
        list.to_owned(),
        format!("\u{feff} {list}\n"),
        format!(r#"{{"jsonrpc": "2.0", "id": 1, "result": {list}}}"#),
        format!(r#"{{"result":{list},"id":null}}"#),
        format!(
            r#"{{"warnings": [{{"result": [1]}}], "result": {list}, "more": {{"result": []}}}}"#
        ),
    ] {
        for chunk in [1, 2, 3, 7, 1000] {
            let mut reader = reader();
            assert_eq!(
                feed(&mut reader, answer.as_bytes(), chunk),
                Ok(Progress::Read),
                "{answer}"
            );
            assert_eq!(rows(&reader), [json!({"id": 1, "name": "a ] } \" b"})]);
            let whole = [reader.before(), list.as_bytes(), reader.rest()].concat();
            assert_eq!(String::from_utf8_lossy(&whole), answer);
        }
    }
}

#[test]
fn what_is_no_list_of_records_is_kept_for_others() {
    for answer in [
        r#"{"jsonrpc": "2.0", "id": 1, "error": {"code": 200, "message": "Odoo Server Error", "data": {"arguments": ["[{"]}}}"#,
        r#"{"jsonrpc": "2.0", "id": 1}"#,
        r#"{"jsonrpc": "2.0", "id": 1, "result": false}"#,
        r#"{"jsonrpc": "2.0", "id": 1, "result": {"length": 0, "records": []}}"#,
        r#"{"name": "odoo.exceptions.AccessError", "message": "no"}"#,
        "<!doctype html><title>502</title>",
        "",
        "   ",
        "null",
        r#"{"jsonrpc": "2.0", "resu"#,
        "{\"broken\" 5",
    ] {
        for chunk in [1, 5, 1000] {
            let mut reader = reader();
            assert_eq!(
                feed(&mut reader, answer.as_bytes(), chunk),
                Ok(Progress::Other),
                "{answer}"
            );
            assert_eq!(String::from_utf8_lossy(reader.rest()), answer);
            assert_eq!((reader.rows(), reader.before().len()), (0, 0));
        }
    }
}

#[test]
fn answers_add_up() {
    let mut reader = reader();
    for page in 0..5 {
        let answer = format!(
            r#"{{"result": [{{"id": {page}, "name": "a"}}, {{"id": 9, "name": "p{page}"}}]}}"#
        );
        assert_eq!(feed(&mut reader, answer.as_bytes(), 10), Ok(Progress::Read));
    }
    assert_eq!(reader.rows(), 10);
    assert_eq!(rows(&reader)[8], json!({"id": 4, "name": "a"}));
}

#[test]
fn the_last_answer_can_be_forgotten_and_read_again() {
    let mut reader = reader();
    assert!(feed(&mut reader, br#"[{"id": 1, "name": "a"}]"#, 10).is_ok());
    assert!(
        feed(
            &mut reader,
            br#"[{"id": 2, "name": "b"}, {"id": 3, "na"#,
            10
        )
        .is_err()
    );
    assert_eq!(reader.rows(), 2);
    reader.forget();
    assert_eq!(rows(&reader), [json!({"id": 1, "name": "a"})]);
    assert!(feed(&mut reader, br#"[{"id": 4, "name": "c"}]"#, 10).is_ok());
    assert_eq!(
        rows(&reader),
        [json!({"id": 1, "name": "a"}), json!({"id": 4, "name": "c"})]
    );
}

#[test]
fn a_reader_that_is_cleared_begins_anew() {
    let mut reader = reader();
    assert!(feed(&mut reader, br#"[{"id": 1, "name": "a"}]"#, 10).is_ok());
    reader.clear();
    assert_eq!(reader.rows(), 0);
    assert!(feed(&mut reader, br#"[{"id": 2, "name": "b"}]"#, 10).is_ok());
    assert_eq!(rows(&reader), [json!({"id": 2, "name": "b"})]);
}

#[test]
fn an_answer_of_known_length_gets_its_room_at_once() {
    let records: Vec<String> = (0..5000)
        .map(|id| format!(r#"{{"id": {id}, "name": "number {id}"}}"#))
        .collect();
    let answer = format!("[{}]", records.join(", "));
    let mut reader = reader();
    reader.begin();
    reader.announce(answer.len());
    for chunk in answer.as_bytes().chunks(1000) {
        reader.room(chunk.len()).copy_from_slice(chunk);
        assert!(reader.feed(chunk.len()).is_ok());
    }
    assert_eq!(reader.end(), Ok(Progress::Read));
    assert_eq!(
        rows(&reader)[4999],
        json!({"id": 4999, "name": "number 4999"})
    );
}

#[test]
fn a_record_longer_than_many_chunks_is_read_a_few_times_only() {
    let name = "x".repeat(3_000_000);
    let answer = format!(r#"[{{"id": 1, "name": "{name}"}}, {{"id": 2, "name": "y"}}]"#);
    let mut reader = reader();
    let started = std::time::Instant::now();
    assert_eq!(
        feed(&mut reader, answer.as_bytes(), 1000),
        Ok(Progress::Read)
    );
    // Reading it again at every chunk would be 3,000 times 3 MB.
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
    assert_eq!(rows(&reader)[1], json!({"id": 2, "name": "y"}));
}
