//! Web sessions: their beginning, age and end.

use odoo_sandbox::Flavour;
use serde_json::{Map, Value, json};

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

#[test]
fn a_user_with_a_second_factor_gets_in_with_an_api_key_alone() {
    for flavour in Flavour::ALL {
        let mut client = Client::new(flavour);
        let database = client.sandbox.database_mut("demo").expect("the database");
        let vals = vec![json!([2]), json!({"totp_enabled": true})];
        database
            .execute_kw(1, "res.users", "write", vals, Map::new())
            .expect("written");

        let params = json!({"db": "demo", "login": "admin", "password": "admin"});
        let response = client.post("/web/session/authenticate", &[], params);
        assert_eq!(body(&response)["result"], json!({"uid": null}), "{flavour}");
        let half = cookie(&response).expect("a cookie to go on with");
        let answer = body(&client.call_kw(&half, "res.partner", "search_count", json!([[]])));
        assert_eq!(
            answer["error"]["code"], 100,
            "{flavour}: nobody is logged in"
        );

        let login = |client: &mut Client, secret: &str| {
            client.service("common", "login", json!(["demo", "admin", secret]))["result"].clone()
        };
        assert_eq!(login(&mut client, "admin"), false, "{flavour}");
        assert_eq!(login(&mut client, "key of demo"), 2, "{flavour}");
        let answer = client.execute_kw("res.partner", "search_count", json!([[]]));
        assert_eq!(
            answer["error"]["data"]["name"], "odoo.exceptions.AccessDenied",
            "{flavour}"
        );
        let args = json!([
            "demo",
            2,
            "key of demo",
            "res.partner",
            "search_count",
            [[]]
        ]);
        let answer = client.service("object", "execute_kw", args);
        assert!(answer["result"].is_number(), "{flavour}: {answer}");
    }
}

#[test]
fn a_second_factor_ends_the_session_that_was_there() {
    let mut client = Client::new(Flavour::V18);
    let args = vec![json!([["login", "=", "demo"]])];
    let database = client.sandbox.database_mut("demo").expect("the database");
    let demo = database.execute_kw(1, "res.users", "search", args, Map::new());
    let vals = vec![
        demo.expect("found").expect("ids"),
        json!({"totp_enabled": true}),
    ];
    database
        .execute_kw(1, "res.users", "write", vals, Map::new())
        .expect("written");
    let admin = client.log_in("demo");
    let params = json!({"db": "demo", "login": "demo", "password": "demo"});
    let response = client.post("/web/session/authenticate", &[("cookie", &admin)], params);
    assert_eq!(body(&response)["result"]["uid"], Value::Null);
    let answer = body(&client.call_kw(&admin, "res.partner", "search_count", json!([[]])));
    assert_eq!(answer["error"]["code"], 100);
}

#[test]
fn a_session_is_rotated_on_request_in_any_series() {
    for flavour in Flavour::ALL {
        let mut client = Client::new(flavour);
        let old = client.log_in("demo");
        let rule = r#"{"fault": "rotateSession", "path": "/web/dataset"}"#;
        assert_eq!(client.ask("POST", "/sandbox/faults", &[], rule).status, 200);
        let count = |client: &mut Client, cookie: &str| {
            client.call_kw(cookie, "res.partner", "search_count", json!([[]]))
        };
        let response = count(&mut client, &old);
        assert!(body(&response)["result"].is_number(), "{flavour}");
        let new = cookie(&response).expect("a new cookie");
        assert_ne!(old, new, "{flavour}");
        for id in [&old, &new] {
            let response = count(&mut client, id);
            assert!(body(&response)["result"].is_number(), "{flavour}");
            assert_eq!(cookie(&response), None, "{flavour}: once is enough");
        }
        client.now_ms += 121_000;
        assert_eq!(
            body(&count(&mut client, &old))["error"]["code"],
            100,
            "{flavour}"
        );
        assert!(
            body(&count(&mut client, &new))["result"].is_number(),
            "{flavour}"
        );
    }
}

#[test]
fn from_18_on_the_first_request_of_a_session_brings_its_cookie_again() {
    for flavour in Flavour::ALL {
        let mut client = Client::new(flavour);
        let session = client.log_in("demo");
        let args = serde_json::json!([[]]);
        let first = client.call_kw(&session, "res.partner", "search_count", args.clone());
        let again = (flavour >= Flavour::V18).then(|| session.clone());
        assert_eq!(cookie(&first), again, "{flavour}");
        let second = client.call_kw(&session, "res.partner", "search_count", args);
        assert_eq!(cookie(&second), None, "{flavour}");
    }
}
