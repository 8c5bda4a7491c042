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

#[test]
fn numbers_that_are_none_are_stored_and_come_back_bare() {
    for flavour in Flavour::ALL {
        let mut client = Client::new(flavour);
        let write = |client: &mut Client, value: &str| {
            let body = format!(
                "{{\"id\": 1, \"params\": {{\"service\": \"object\", \"method\": \"execute_kw\", \"args\": [\"demo\", 2, \"admin\", \
                 \"project.task\", \"write\", [[1], {{\"allocated_hours\": {value}}}]]}}}}"
            );
            let response = client.ask("POST", "/jsonrpc", &[], &body);
            String::from_utf8(response.body).expect("UTF-8")
        };
        for (value, held) in [
            ("NaN", "NaN"),
            ("-Infinity", "-Infinity"),
            ("1e999", "Infinity"),
        ] {
            assert!(
                write(&mut client, value).contains("\"result\": true"),
                "{flavour}: {value}"
            );
            let args = json!([
                "demo",
                2,
                "admin",
                "project.task",
                "read",
                [[1], ["allocated_hours"]]
            ]);
            let params = json!({"service": "object", "method": "execute_kw", "args": args});
            let response = client.post("/jsonrpc", &[], params);
            let text = String::from_utf8(response.body).expect("UTF-8");
            assert!(
                text.contains(&format!("\"allocated_hours\":{held}}}")),
                "{flavour}: {text}"
            );
        }
        let greater = json!([[["id", "=", 1], ["allocated_hours", ">", 1_000]]]);
        write(&mut client, "NaN");
        let found = client.execute_kw("project.task", "search_count", greater);
        assert_eq!(found["result"], 1, "{flavour}");
    }
}

#[test]
fn half_an_emoji_is_refused_by_the_database_or_cannot_be_answered() {
    let mut client = Client::new(Flavour::V18);
    let mut create = |model: &str, name: &str| {
        let body = format!(
            "{{\"id\": 1, \"params\": {{\"service\": \"object\", \"method\": \"execute_kw\", \"args\": [\"demo\", 2, \"admin\", \
             \"{model}\", \"create\", [{{\"name\": \"{name}\"}}]]}}}}"
        );
        let response = client.ask("POST", "/jsonrpc", &[], &body);
        (
            response.status,
            String::from_utf8(response.body).expect("UTF-8"),
        )
    };
    let (status, text) = create("res.partner.category", "a\\ud83d b");
    assert_eq!(status, 200);
    assert!(
        text.contains("psycopg2.errors.InvalidTextRepresentation"),
        "{text}"
    );
    let (status, _) = create("res.partner", "\\udc00");
    assert_eq!(status, 500);
    let (status, text) = create("res.partner", "\\ud83d\\ude00");
    assert!(status == 200 && text.contains("\"result\""), "{text}");
}
