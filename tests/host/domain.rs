//! Domains: what every server takes passes, what none takes is refused with words that say where.

use odoo_client_wasm::crud;
use odoo_client_wasm::domain::{METHODS, check};
use odoo_client_wasm::error::Class;
use serde_json::{Value, json};

use crate::recordings;

fn refusal(domain: &Value) -> Option<String> {
    let error = check("domain", domain).err()?;
    assert_eq!(error.class, Class::Type);
    Some(error.message.clone())
}

#[test]
fn what_servers_take_passes() {
    for domain in [
        json!([]),
        json!([["name", "=", "x"]]),
        json!([["name", "=", "x"], ["color", ">", 3]]),
        json!(["&", ["a", "=", 1], ["b", "=", 2]]),
        json!([
            "|",
            "|",
            ["a", "=", 1],
            ["b", "=", 2],
            ["c", "=", 3],
            ["d", "=", 4]
        ]),
        json!(["!", ["a", "=", 1], ["b", "=", 2]]),
        json!([
            "&",
            "!",
            ["a", "=", 1],
            "|",
            ["b", "=", 2],
            "!",
            ["c", "=", 3]
        ]),
        json!([["a", "=", 1], "|", ["b", "=", 2], ["c", "=", 3]]),
        json!(["!", "!", ["a", "=", 1]]),
        // Conditions that always or never hold.
        json!([[1, "=", 1]]),
        json!([[0, "=", 1]]),
        json!([[true, "=", 1]]),
        json!([["tag_ids", "in", []]]),
        json!([["tag_ids", "any", []]]),
        json!([["tag_ids", "any", [["name", "=", "b"]]]]),
        json!([["tag_ids", "not any", ["|", ["a", "=", 1], ["b", "=", 2]]]]),
        json!([["parent_id", "any", 5]]),
        json!([["active", "=", null]]),
        // Names of fields and operators are for the server to judge.
        json!([["no such field", "no such operator", {}]]),
        json!([["", "=", "x"]]),
    ] {
        assert_eq!(refusal(&domain), None, "{domain}");
    }
}

#[test]
fn a_condition_that_stands_alone_is_shown_as_it_should_be() {
    assert_eq!(
        refusal(&json!(["name", "=", "x"])).as_deref(),
        Some(
            "Invalid domain: a condition stands alone; did you mean [[\"name\", \"=\", \"x\"]]? Nothing was sent"
        )
    );
    assert_eq!(
        refusal(&json!(["id", "in", [1, 2]])).as_deref(),
        Some(
            "Invalid domain: a condition stands alone; did you mean [[\"id\", \"in\", …]]? Nothing was sent"
        )
    );
}

#[test]
fn what_no_server_takes_is_refused_and_named() {
    for (domain, said) in [
        (json!(["name"]), "domain[0]: expected a condition"),
        (
            json!([["name", "x"]]),
            "domain[0]: expected [field, operator, value], got a list of 2",
        ),
        (
            json!([["name", "=", "x", 1]]),
            "domain[0]: expected [field, operator, value], got a list of 4",
        ),
        (
            json!([["a", "=", 1], []]),
            "domain[1]: expected [field, operator, value], got a list of 0",
        ),
        (
            json!([[["name", "=", "x"]]]),
            "domain[0]: expected [field, operator, value], got a list of conditions",
        ),
        (
            json!([[null, "=", "x"]]),
            "domain[0]: expected [field, operator, value]",
        ),
        (
            json!([["name", null, "x"]]),
            "domain[0]: expected [field, operator, value]",
        ),
        (json!([true]), "domain[0]: expected a condition"),
        (json!([1]), "domain[0]: expected a condition"),
        (json!([null]), "domain[0]: expected a condition"),
        (json!([{ "name": "x" }]), "domain[0]: expected a condition"),
        (
            json!(["&&", ["id", "=", 1]]),
            "domain[0]: expected a condition",
        ),
        (
            json!(["|", ["a", "=", 1], "and", ["b", "=", 1]]),
            "domain[2]: expected a condition",
        ),
        (
            json!(["OR", ["a", "=", 1], ["b", "=", 1]]),
            "domain[0]: expected a condition",
        ),
        (json!(["|", ["a", "=", 1]]), "1 condition is missing"),
        (json!(["&", "!", ["a", "=", 1]]), "1 condition is missing"),
        (json!([["a", "=", 1], "&"]), "2 conditions are missing"),
        (json!([["a", "=", 1], "!"]), "1 condition is missing"),
        (json!(["!"]), "1 condition is missing"),
        (
            json!(["|", "|", "|", ["a", "=", 1]]),
            "3 conditions are missing",
        ),
        (
            json!([["parent_id", "any", ["x"]]]),
            "domain[0][2][0]: expected a condition",
        ),
        (
            json!([["parent_id", "not any", ["|", ["a", "=", 1]]]]),
            "domain[0][2]: 1 condition is missing",
        ),
    ] {
        let message = refusal(&domain).unwrap_or_else(|| panic!("{domain} was taken"));
        assert!(message.contains(said), "{domain}: {message}");
    }
}

#[test]
fn every_domain_that_a_recorded_server_took_passes_and_of_the_refused_many_do_not() {
    let (mut taken, mut refused) = (0, 0);
    for recording in recordings::all() {
        let args = &recording.request["body"]["params"]["args"];
        let domain = &args[5][0];
        if !METHODS.iter().any(|known| args[4] == *known) || !domain.is_array() {
            continue;
        }
        if recording.body().get("result").is_some() {
            taken += 1;
            assert_eq!(refusal(domain), None, "{}: {domain}", recording.name);
        } else {
            refused += usize::from(refusal(domain).is_some());
        }
    }
    assert!(taken > 20, "{taken}");
    assert!(refused > 0, "{refused}");
}

#[test]
fn searches_are_checked_by_whatever_method_they_are_made() {
    let flat = json!(["name", "=", "x"]);
    assert!(crud::search(flat.clone(), Value::Null).is_err());
    assert!(crud::search_read(flat.clone(), Value::Null).is_err());
    assert!(crud::search_count(flat.clone()).is_err());
    for method in METHODS {
        for (args, kwargs, name) in [
            (json!([flat]), json!({}), "args[0]"),
            (json!([]), json!({ "domain": flat }), "kwargs.domain"),
            (json!([null]), json!({ "domain": flat }), "kwargs.domain"),
        ] {
            let error = crud::call(json!("res.partner"), json!(method), args, kwargs);
            let error = error.expect_err("it was taken");
            assert!(error.message.contains(name), "{}", error.message);
        }
        // What is no list may mean something on some version.
        for domain in [json!(false), json!("[]"), Value::Null] {
            let args = json!([domain]);
            assert!(crud::call(json!("m"), json!(method), args, json!({})).is_ok());
        }
    }
    // Other methods have arguments of their own.
    let other = crud::call(json!("m"), json!("name_search"), json!([flat]), json!({}));
    assert!(other.is_ok());
}
