//! `/jsonrpc`: ids, services and their complaints.

use odoo_sandbox::Flavour;
use serde_json::{Value, json};

use crate::client::{Client, body};

#[test]
fn the_id_comes_back_as_it_was_sent() {
    let mut client = Client::new(Flavour::V19);
    for id in ["1.5", "\"a\"", "null", "{\"a\":[1]}", "9007199254740993"] {
        let request = format!(
            r#"{{"id": {id}, "params": {{"service": "common", "method": "version", "args": []}}}}"#
        );
        let response = client.ask("POST", "/jsonrpc", &[], &request);
        let expected: Value = serde_json::from_str(id).expect("JSON");
        assert_eq!(body(&response)["id"], expected);
    }
}

#[test]
fn services_complain_of_arguments_as_python_does() {
    let mut client = Client::new(Flavour::V18);
    for (service, method, args, message) in [
        (
            "common",
            "login",
            json!(["demo"]),
            "exp_login() missing 2 required positional arguments: 'login' and 'password'",
        ),
        (
            "common",
            "version",
            json!([1]),
            "exp_version() takes 0 positional arguments but 1 was given",
        ),
        ("common", "nope", json!([]), "Method not found: nope"),
        (
            "object",
            "execute_kw",
            json!(["demo", 2]),
            "list index out of range",
        ),
        (
            "object",
            "execute_kw",
            json!(["demo", 2, "admin", "res.partner"]),
            "execute_kw() missing 2 required positional arguments: 'method' and 'args'",
        ),
        (
            "object",
            "execute_kw",
            json!(["demo", 2, "admin", null, "search", []]),
            "Object None doesn't exist",
        ),
        (
            "object",
            "exec",
            json!(["demo", 2, "admin"]),
            "Method not available exec",
        ),
    ] {
        let answer = client.service(service, method, args);
        assert_eq!(answer["error"]["data"]["message"], message);
        assert_eq!(answer["error"]["code"], 200);
    }
}

#[test]
fn execute_takes_its_arguments_one_by_one() {
    let mut client = Client::new(Flavour::V17);
    let args = json!(["demo", 2, "admin", "res.partner", "read", [1], ["name"]]);
    let answer = client.service("object", "execute", args);
    assert_eq!(answer["result"][0]["id"], 1, "{answer}");
}

#[test]
fn databases_are_listed_and_those_that_change_them_are_refused() {
    let mut client = Client::with_databases(Flavour::V19, &["one", "two"]);
    assert_eq!(
        client.service("db", "list", json!([]))["result"],
        json!(["one", "two"])
    );
    assert_eq!(
        client.service("db", "db_exist", json!(["two"]))["result"],
        true
    );
    let answer = client.service("db", "drop", json!(["master", "one"]));
    assert_eq!(
        answer["error"]["data"]["name"],
        "odoo.exceptions.AccessDenied"
    );
}
