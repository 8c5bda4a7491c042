//! Requests to `/jsonrpc`, letter by letter and against the requests that real servers were
//! recorded with.

use odoo_client_wasm::protocol::{Call, jsonrpc};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::recordings::{self, Recording};
use crate::value::any_json;

fn encoded(model: &str, method: &str, args: Value, kwargs: Value) -> String {
    let (model, method) = (json!(model), json!(method));
    jsonrpc::encode(&Call::new(model, method, args, kwargs)).expect("JSON")
}

fn executed(id: u64, database: &str, uid: i64, password: &str, encoded: &String) -> String {
    let credentials = jsonrpc::credentials::<Value>(database, uid, password);
    jsonrpc::execute_kw::<Value>(id, &credentials, encoded)
}

fn parsed(body: &str) -> Value {
    serde_json::from_str(body).expect("a body is JSON")
}

#[test]
fn a_login_is_written_like_this() {
    let request = jsonrpc::login::<Value>(1, "demo", "admin", "p\"w\\\n");
    assert_eq!(
        request,
        r#"{"jsonrpc":"2.0","method":"call","params":{"service":"common","method":"login","args":["demo","admin","p\"w\\\n"]},"id":1}"#
    );
}

#[test]
fn a_call_is_written_like_this() {
    let call = encoded(
        "res.partner",
        "search_read",
        json!([[["name", "ilike", "żółć"]]]),
        json!({ "limit": 5 }),
    );
    let request = executed(3, "demo", 2, "admin", &call);
    assert_eq!(
        request,
        r#"{"jsonrpc":"2.0","method":"call","params":{"service":"object","method":"execute_kw","args":["demo",2,"admin","res.partner","search_read",[[["name","ilike","żółć"]]],{"limit":5}]},"id":3}"#
    );
}

#[test]
fn any_other_request_is_written_like_this() {
    let request = jsonrpc::rpc::<Value>(12, "call", &r#"{"service":"common"}"#.to_owned());
    assert_eq!(
        request,
        r#"{"jsonrpc":"2.0","method":"call","params":{"service":"common"},"id":12}"#
    );
}

/// The recorded request as the client would make it, where it is one that the client makes.
fn remade(recording: &Recording) -> Option<String> {
    let recorded = &recording.request["body"];
    let id = recorded["id"].as_u64()?;
    let params = &recorded["params"];
    let args = params["args"].as_array()?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match (params["service"].as_str()?, params["method"].as_str()?) {
        ("common", "login") => {
            let [database, username, password] = args.as_slice() else {
                return None;
            };
            let (database, username, password) =
                (text(database)?, text(username)?, text(password)?);
            Some(jsonrpc::login::<Value>(id, &database, &username, &password))
        }
        ("object", "execute_kw") => {
            let [database, uid, password, model, method, args, rest @ ..] = args.as_slice() else {
                return None;
            };
            let kwargs = rest.first().cloned().unwrap_or_else(|| json!({}));
            let call = encoded(&text(model)?, &text(method)?, args.clone(), kwargs);
            let (database, password) = (text(database)?, text(password)?);
            Some(executed(id, &database, uid.as_i64()?, &password, &call))
        }
        _ => {
            let method = text(&recorded["method"])?;
            Some(jsonrpc::rpc::<Value>(id, &method, &params.to_string()))
        }
    }
}

#[test]
fn the_client_asks_as_real_servers_were_asked() {
    let mut compared = 0;
    for recording in recordings::all()
        .iter()
        .filter(|recording| recording.path() == "/jsonrpc")
    {
        let Some(request) = remade(recording) else {
            continue;
        };
        let mut recorded = recording.request["body"].clone();
        // The client always says the named arguments, which are optional.
        if let Some(args) = recorded["params"]["args"]
            .as_array_mut()
            .filter(|args| args.len() == 6)
        {
            args.push(json!({}));
        }
        assert_eq!(parsed(&request), recorded, "{}", recording.name);
        compared += 1;
    }
    assert!(
        compared > 250,
        "only {compared} recorded requests were compared"
    );
}

proptest! {
    #[test]
    fn whatever_is_said_arrives_as_it_was_said(
        database in any::<String>(),
        password in any::<String>(),
        model in any::<String>(),
        method in any::<String>(),
        // An id is never negative.
        uid in 1..i32::MAX,
        id: u32,
        args in any_json(),
        kwargs in any_json(),
    ) {
        let call = encoded(&model, &method, args.clone(), kwargs.clone());
        let request = executed(id.into(), &database, uid.into(), &password, &call);
        let params = json!({
            "service": "object",
            "method": "execute_kw",
            "args": [database, uid, password, model, method, args, kwargs],
        });
        // Compared as text, since parsing a number again may lose its last digit.
        let expected = json!({ "jsonrpc": "2.0", "method": "call", "params": params, "id": id });
        prop_assert_eq!(request, expected.to_string());
        let login = jsonrpc::login::<Value>(id.into(), &database, &model, &password);
        prop_assert_eq!(&parsed(&login)["params"]["args"], &json!([database, model, password]));
    }
}
