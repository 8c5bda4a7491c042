//! Web sessions: their beginning, age and end.

use odoo_sandbox::Flavour;
use serde_json::{Value, json};

use crate::client::{Client, DAY, body, cookie};

#[test]
fn a_session_ends_a_week_after_its_last_use() {
    let mut client = Client::new(Flavour::V17);
    let cookie = client.log_in("demo");
    client.now_ms += 6 * DAY;
    let answer = body(&client.call_kw(&cookie, "res.partner", "search_count", json!([[]])));
    assert!(answer["result"].is_number(), "{answer}");
    client.now_ms += 8 * DAY;
    let answer = body(&client.call_kw(&cookie, "res.partner", "search_count", json!([[]])));
    assert_eq!(answer["error"]["code"], 100);
    assert_eq!(answer["id"], Value::Null);
}

#[test]
fn from_18_on_an_old_session_is_sent_a_new_id_and_the_old_one_holds_for_a_moment() {
    let mut client = Client::new(Flavour::V18);
    let old = client.log_in("demo");
    client.now_ms += 4 * 3_600_000;
    let response = client.call_kw(&old, "res.partner", "search_count", json!([[]]));
    let new = cookie(&response).expect("a new cookie");
    assert_ne!(old, new);
    for cookie in [&old, &new] {
        let response = client.call_kw(cookie, "res.partner", "search_count", json!([[]]));
        assert!(body(&response)["result"].is_number());
    }
    client.now_ms += 121_000;
    let response = client.call_kw(&old, "res.partner", "search_count", json!([[]]));
    assert_eq!(body(&response)["error"]["code"], 100);
    let response = client.call_kw(&new, "res.partner", "search_count", json!([[]]));
    assert!(body(&response)["result"].is_number());
}

#[test]
fn logging_in_again_ends_the_session_before() {
    let mut client = Client::new(Flavour::V19);
    let first = client.log_in("demo");
    let params = json!({"db": "demo", "login": "demo", "password": "demo"});
    let response = client.post("/web/session/authenticate", &[("cookie", &first)], params);
    assert!(body(&response)["result"]["uid"].is_number());
    let response = client.call_kw(&first, "res.partner", "search_count", json!([[]]));
    assert_eq!(body(&response)["error"]["code"], 100);
}

#[test]
fn from_18_on_call_kw_reads_its_body_before_it_asks_who_is_there() {
    let malformed = "{\"params\": ";
    let mut client = Client::new(Flavour::V18);
    let answer = body(&client.ask("POST", "/web/dataset/call_kw", &[], malformed));
    assert_eq!(
        answer["error"]["data"]["name"],
        "json.decoder.JSONDecodeError"
    );
    let mut client = Client::new(Flavour::V17);
    let answer = body(&client.ask("POST", "/web/dataset/call_kw", &[], malformed));
    assert_eq!(answer["error"]["code"], 100);
}
