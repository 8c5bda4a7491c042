//! JSON-2, its document, and the choice among databases.

use odoo_sandbox::Flavour;
use serde_json::json;

use crate::client::{Client, body};

#[test]
fn a_session_chooses_among_several_databases_and_so_does_the_header_of_json_2() {
    let mut client = Client::with_databases(Flavour::V19, &["one", "two"]);
    let session = client.log_in("two");
    let response = client.post(
        "/web/session/get_session_info",
        &[("cookie", &session)],
        json!({}),
    );
    assert_eq!(body(&response)["result"]["db"], "two");
    let key = ("authorization", "bearer key of one");
    let count = "res.partner/search_count";
    let response = client.json_2(
        &[key, ("x-odoo-database", "one")],
        count,
        json!({"domain": []}),
    );
    assert_eq!(response.status, 200);
    let response = client.json_2(
        &[key, ("x-odoo-database", "two")],
        count,
        json!({"domain": []}),
    );
    assert_eq!(response.status, 401, "a key opens its own database only");
    let response = client.json_2(&[key], count, json!({"domain": []}));
    assert_eq!(response.status, 404, "no database is chosen");
}

#[test]
fn json_2_takes_a_context_and_hides_no_argument_errors() {
    let mut client = Client::new(Flavour::V19);
    let key = [("authorization", "Bearer key of demo")];
    let arguments = json!({"ids": [1], "fields": ["name"], "context": {"lang": "en_US"}});
    let response = client.json_2(&key, "res.partner/read", arguments);
    assert_eq!(body(&response)[0]["id"], 1, "{}", body(&response));
    let response = client.json_2(&key, "res.partner/write", json!({"ids": [1], "values": {}}));
    assert_eq!(response.status, 422);
    assert_eq!(
        body(&response)["message"],
        "missing a required argument: 'vals'"
    );
}

#[test]
fn a_document_that_has_not_changed_is_not_sent_again() {
    let mut client = Client::new(Flavour::V19);
    let key = ("authorization", "bearer key of demo");
    for path in ["/doc-bearer/res.partner.json", "/doc-bearer/index.json"] {
        let response = client.ask("GET", path, &[key], "");
        assert_eq!(response.status, 200, "{}", body(&response));
        let etag = response.header("etag").expect("an ETag").to_owned();
        let again = client.ask("GET", path, &[key, ("if-none-match", &etag)], "");
        assert_eq!((again.status, again.body.len()), (304, 0));
    }
    let response = client.ask("GET", "/doc-bearer/no.such.model.json", &[key], "");
    assert_eq!(response.status, 404);
}

#[test]
fn the_document_names_parameters_in_order() {
    let mut client = Client::new(Flavour::V19);
    let key = ("authorization", "bearer key of demo");
    let document = body(&client.ask("GET", "/doc-bearer/res.partner.json", &[key], ""));
    let method = |name: &str| document["methods"][name]["parameters"].clone();
    let names = |name: &str| -> Vec<String> {
        let parameters = method(name);
        parameters
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect()
    };
    assert_eq!(names("search"), ["domain", "offset", "limit", "order"]);
    assert_eq!(names("write"), ["vals"]);
    assert_eq!(
        document["methods"]["search"]["api"],
        json!(["model", "readonly"])
    );
}

#[test]
fn a_session_that_comes_along_has_to_be_that_of_the_keys_user() {
    let mut client = Client::new(Flavour::V19);
    let key = ("authorization", "bearer key of demo");
    let params = json!({"db": "demo", "login": "demo", "password": "demo"});
    let response = client.post("/web/session/authenticate", &[], params);
    let other = crate::client::cookie(&response).expect("a cookie");
    let own = client.log_in("demo");
    let count = json!({"domain": []});
    let mut ask = |session: &str| {
        let headers = [key, ("cookie", session)];
        client.json_2(&headers, "res.partner/search_count", count.clone())
    };
    assert_eq!(ask(&own).status, 200);
    let refused = ask(&other);
    assert_eq!(refused.status, 403);
    assert_eq!(body(&refused)["name"], "odoo.exceptions.AccessDenied");
}
