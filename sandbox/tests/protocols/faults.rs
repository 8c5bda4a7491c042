//! Fault rules, the list of requests, reset.

use odoo_sandbox::{Flavour, HttpRequest};
use serde_json::json;

use crate::client::{Client, body};

#[test]
fn a_fault_strikes_before_the_call_or_after_it() {
    let mut client = Client::new(Flavour::V19);
    let before = client.partners();
    for (apply_first, added) in [(false, 0), (true, 1)] {
        client.fault(json!({
            "fault": "html", "status": 502, "model": "res.partner", "method": "create", "applyFirst": apply_first,
        }));
        let args = json!(["demo", 2, "admin", "res.partner", "create", [{"name": "x"}]]);
        let params = json!({"service": "object", "method": "execute_kw", "args": args});
        let response = client.post("/jsonrpc", &[], params);
        assert_eq!(response.status, 502);
        let now = client.partners().as_i64().expect("a count");
        assert_eq!(now - before.as_i64().expect("a count"), added);
    }
}

#[test]
fn a_dropped_session_is_expired_and_a_dropped_database_does_not_exist() {
    let mut client = Client::new(Flavour::V19);
    let session = client.log_in("demo");
    client.fault(json!({"fault": "dropSession", "method": "search_count"}));
    let response = client.call_kw(&session, "res.partner", "search_count", json!([[]]));
    assert_eq!(body(&response)["error"]["code"], 100);

    client.fault(json!({"fault": "dropDatabase"}));
    let answer = client.execute_kw("res.partner", "search_count", json!([[]]));
    assert_eq!(answer["error"]["data"]["name"], "psycopg2.OperationalError");
    assert!(client.partners().is_number(), "and then it is there again");
}

#[test]
fn faults_speak_the_protocol_of_the_request() {
    let mut client = Client::new(Flavour::V19);
    let key = [("authorization", "bearer key of demo")];
    client.fault(json!({"fault": "lock", "protocol": "json2"}));
    assert!(client.partners().is_number(), "/jsonrpc is not struck");
    let response = client.json_2(&key, "res.partner/search_count", json!({"domain": []}));
    assert_eq!(response.status, 409);
    assert_eq!(body(&response)["name"], "odoo.exceptions.LockError");
}

#[test]
fn what_was_kept_back_has_no_status_in_the_list_of_requests() {
    let mut client = Client::new(Flavour::V17);
    client.fault(json!({"fault": "resetBefore"}));
    client.partners_are_asked_for();
    let told = body(&client.ask("GET", "/sandbox/requests", &[], ""));
    let entry = &told["requests"][0];
    assert_eq!(entry["status"], 0);
    assert_eq!(entry["fault"], "resetBefore");
    assert_eq!(told["counts"], json!({"res.partner.search_count": 1}));
}

#[test]
fn the_list_of_requests_tells_which_calls_got_through() {
    let mut client = Client::new(Flavour::V19);
    client.fault(json!([
        {"fault": "html", "method": "search_count"},
        {"fault": "html", "method": "search_count", "applyFirst": true},
        {"fault": "drip", "method": "search_count"},
    ]));
    for _ in 0..4 {
        client.partners_are_asked_for();
    }
    let refused = client.sandbox.handle_with_full_pool(HttpRequest {
        method: "POST".into(),
        path: "/jsonrpc".into(),
        headers: vec![("content-type".into(), "application/json".into())],
        body: br#"{"params": {"service": "common", "method": "version"}}"#.to_vec(),
        ..HttpRequest::default()
    });
    assert_eq!(refused.status, 500);
    assert!(String::from_utf8_lossy(&refused.body).contains("The Connection Pool Is Full"));

    let told = body(&client.ask("GET", "/sandbox/requests", &[], ""));
    let entries = told["requests"].as_array().expect("a list");
    let reached: Vec<bool> = entries
        .iter()
        .map(|entry| entry["reached"] == true)
        .collect();
    assert_eq!(reached, [false, true, true, true, false]);
    assert_eq!(entries[4]["fault"], "poolFull");
    let counts = json!({"res.partner.search_count": 4, "common.version": 1});
    assert_eq!(told["counts"], counts);
    assert_eq!(told["reached"], json!({"res.partner.search_count": 3}));
}

#[test]
fn when_to_try_again_is_a_number_of_seconds_or_a_date() {
    let mut client = Client::new(Flavour::V19);
    let date = "Wed, 21 Oct 2026 07:28:00 GMT";
    for (fault, retry_after, header) in [
        ("status", json!(7), Some("7")),
        ("status", json!(date), Some(date)),
        ("html", json!(date), Some(date)),
        ("status", json!(null), None),
    ] {
        client.fault(json!({"fault": fault, "status": 429, "retryAfter": retry_after}));
        let response = client.partners_are_asked_for();
        assert_eq!(response.status, 429);
        assert_eq!(response.header("retry-after"), header);
    }
}

#[test]
fn the_database_a_json_2_request_names_can_be_gone() {
    let mut client = Client::with_databases(Flavour::V19, &["a", "b"]);
    let headers = [
        ("authorization", "bearer key of b"),
        ("x-odoo-database", "b"),
    ];
    let count = |client: &mut Client| {
        client
            .json_2(&headers, "res.partner/search_count", json!({"domain": []}))
            .status
    };
    client.fault(json!({"fault": "dropDatabase"}));
    assert_eq!([count(&mut client), count(&mut client)], [404, 200]);
}

#[test]
fn a_reset_brings_the_records_back() {
    let mut client = Client::new(Flavour::V18);
    let before = client.partners();
    client.execute_kw("res.partner", "create", json!([{"name": "x"}]));
    assert_ne!(client.partners(), before);
    client.ask("POST", "/sandbox/reset", &[], "");
    assert_eq!(client.partners(), before);
    assert_eq!(client.sandbox.requests().count(), 1);
}

#[test]
fn a_wrong_rule_is_refused_with_what_is_wrong() {
    let mut client = Client::new(Flavour::V18);
    let response = client.ask("POST", "/sandbox/faults", &[], r#"{"fault": "explode"}"#);
    assert_eq!(response.status, 400);
    let words = body(&response)["error"].to_string();
    assert!(
        words.contains("explode") && words.contains("resetMidBody"),
        "{words}"
    );
}

#[test]
fn a_body_and_a_result_may_be_anything_null_included() {
    let mut client = Client::new(Flavour::V19);
    let key = [("authorization", "bearer key of demo")];
    client.fault(json!([
        {"fault": "body", "status": 504, "body": {"name": "GatewayTimeout"}},
        {"fault": "body", "body": null},
        {"fault": "result", "value": false},
        {"fault": "result", "value": [null], "protocol": "json2"},
    ]));
    let mut ask = || client.json_2(&key, "res.partner/search_count", json!({"domain": []}));
    let gateway = ask();
    assert_eq!(
        (gateway.status, body(&gateway)),
        (504, json!({"name": "GatewayTimeout"}))
    );
    assert_eq!(body(&ask()), json!(null));
    assert_eq!(body(&ask()), json!(false));
    assert_eq!(body(&ask()), json!([null]));
    client.fault(json!({"fault": "result", "value": {"a": 1}}));
    assert_eq!(client.partners(), json!({"a": 1}));
}

#[test]
fn open_sessions_are_told_until_they_are_destroyed() {
    let mut client = Client::new(Flavour::V18);
    let open = |client: &mut Client| body(&client.ask("GET", "/sandbox/sessions", &[], ""));
    assert_eq!(open(&mut client)["open"], 0);
    let session = client.log_in("demo");
    client.log_in("demo");
    let told = open(&mut client);
    assert_eq!(told["open"], 2);
    assert_eq!(told["sessions"][1], json!({"db": "demo", "uid": 2}));
    client.fault(json!({"fault": "rotateSession"}));
    client.call_kw(&session, "res.partner", "search_count", json!([[]]));
    assert_eq!(open(&mut client)["open"], 2, "a new id is no other session");
}
