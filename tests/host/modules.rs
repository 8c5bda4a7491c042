//! Modules: every change in every state, and what is asked of the server.

use futures::executor::block_on;
use odoo_client_wasm::error::{Class, Failure};
use odoo_client_wasm::services::modules::{Change, change, is_installed, list, module_info};
use serde_json::{Value, json};

use crate::world::Scripted;

/// Of one module; a list does without the last, which is long.
const FIELDS: [&str; 11] = [
    "name",
    "shortdesc",
    "summary",
    "state",
    "installed_version",
    "latest_version",
    "author",
    "website",
    "application",
    "category_id",
    "description",
];

/// All states that `ir.module.module` has.
const STATES: [&str; 6] = [
    "uninstallable",
    "uninstalled",
    "installed",
    "to upgrade",
    "to remove",
    "to install",
];

#[derive(Debug, PartialEq)]
enum Expected {
    /// The button is pressed, and the module is read again.
    Button(&'static str),
    /// It is done already.
    Done,
    /// Odoo would not do it.
    Refused,
}

fn expected(change: Change, state: &str) -> Expected {
    use Expected::{Button, Done, Refused};
    match (change, state) {
        (Change::Install, "uninstalled" | "to install") => Button("button_immediate_install"),
        (Change::Install, "installed") => Done,
        (Change::Uninstall, "installed" | "to upgrade" | "to remove") => {
            Button("button_immediate_uninstall")
        }
        (Change::Uninstall, "uninstalled") => Done,
        (Change::Upgrade, "installed" | "to upgrade") => Button("button_immediate_upgrade"),
        _ => Refused,
    }
}

fn module(state: &str) -> Value {
    json!({ "id": 35, "name": "sale", "state": state })
}

fn search() -> Value {
    json!(["searchRead", "ir.module.module", [["name", "=", "sale"]], { "fields": FIELDS, "limit": 1 }])
}

#[test]
fn every_change_in_every_state_does_what_it_should() {
    let mut seen = 0;
    for asked in [Change::Install, Change::Uninstall, Change::Upgrade] {
        for state in STATES {
            seen += 1;
            let client = Scripted::answering([
                json!([module(state)]),
                json!(true),
                json!([module("afterwards")]),
            ]);
            let outcome = block_on(change(&client, &json!("sale"), asked));
            let calls = client.calls.borrow();
            match expected(asked, state) {
                Expected::Button(button) => {
                    assert_eq!(
                        outcome.expect(state),
                        module("afterwards"),
                        "{asked:?} {state}"
                    );
                    let pressed = json!(["call", "ir.module.module", button, [[35]], {}]);
                    assert_eq!(*calls, [search(), pressed, search()], "{asked:?} {state}");
                }
                Expected::Done => {
                    assert_eq!(outcome.expect(state), module(state), "{asked:?} {state}");
                    assert_eq!(*calls, [search()], "{asked:?} {state}");
                }
                Expected::Refused => {
                    let Err(Failure::Error(error)) = outcome else {
                        panic!("{asked:?} {state} was done")
                    };
                    assert_eq!(error.class, Class::Odoo);
                    assert!(
                        error.message.contains("'sale'")
                            && error.message.contains(&format!("'{state}'")),
                        "{}",
                        error.message
                    );
                    let why = match (asked, state) {
                        (Change::Install, "uninstallable") => "is not installable",
                        (Change::Upgrade, "uninstalled" | "uninstallable") => {
                            "must be installed to upgrade"
                        }
                        _ => "cannot be",
                    };
                    assert!(error.message.contains(why), "{}", error.message);
                    assert_eq!(*calls, [search()], "{asked:?} {state}");
                }
            }
        }
    }
    assert_eq!(seen, 18);
}

#[test]
fn a_module_that_is_not_there_is_not_found() {
    for asked in [Change::Install, Change::Uninstall, Change::Upgrade] {
        let client = Scripted::answering([json!([])]);
        let Err(Failure::Error(error)) = block_on(change(&client, &json!("nope"), asked)) else {
            panic!("done")
        };
        assert_eq!(
            (error.class, error.message.as_str()),
            (Class::Odoo, "Module 'nope' not found")
        );
    }
    let client = Scripted::answering([json!([])]);
    let Err(Failure::Error(error)) = block_on(module_info(&client, &json!("nope"))) else {
        panic!("found")
    };
    assert_eq!(error.message, "Module 'nope' not found");
}

#[test]
fn what_the_button_fails_with_is_passed_on() {
    let client = Scripted::failing(Class::Access);
    let failure = block_on(change(&client, &json!("sale"), Change::Install)).err();
    assert_eq!(
        failure.and_then(|failure| failure.class()),
        Some(Class::Access)
    );
}

#[test]
fn a_module_is_installed_when_its_state_says_so() {
    for (found, installed) in [
        (json!([module("installed")]), true),
        (json!([module("to upgrade")]), false),
        (json!([module("uninstalled")]), false),
        (json!([]), false),
        (json!(null), false),
    ] {
        let client = Scripted::answering([found.clone()]);
        assert_eq!(
            block_on(is_installed(&client, &json!("sale"))).expect("an answer"),
            installed,
            "{found}"
        );
    }
}

#[test]
fn modules_are_listed_by_name_and_only_with_the_conditions_that_are_given() {
    let page = |options: Value| {
        let client = Scripted::answering([json!([])]);
        block_on(list(&client, options)).expect("a list");
        client.calls.take().pop().expect("a call")
    };
    let query = json!({ "fields": FIELDS[..10], "order": "name" });
    for empty in [Value::Null, json!({})] {
        assert_eq!(
            page(empty),
            json!(["searchRead", "ir.module.module", [], query])
        );
    }
    let options = json!({ "state": "installed", "application": false, "limit": 5, "offset": 0 });
    let domain = json!([["state", "=", "installed"], ["application", "=", false]]);
    let query = json!({ "fields": FIELDS[..10], "limit": 5, "offset": 0, "order": "name" });
    assert_eq!(
        page(options),
        json!(["searchRead", "ir.module.module", domain, query])
    );
}

#[test]
fn names_and_options_of_the_wrong_kind_are_refused_before_anything_is_sent() {
    let nobody = || Scripted::answering([]);
    for name in [json!(""), json!(7), json!(null), json!(["sale"])] {
        let failures = [
            block_on(change(&nobody(), &name, Change::Install)).err(),
            block_on(module_info(&nobody(), &name)).err(),
            block_on(is_installed(&nobody(), &name)).err(),
        ];
        for failure in failures {
            assert_eq!(
                failure.and_then(|failure| failure.class()),
                Some(Class::Type),
                "{name}"
            );
        }
    }
    for (options, argument) in [
        (json!([]), "options"),
        (json!({ "state": 5 }), "state"),
        (json!({ "application": "yes" }), "application"),
    ] {
        let Err(Failure::Error(error)) = block_on(list(&nobody(), options)) else {
            panic!("{argument} was taken")
        };
        assert_eq!(error.class, Class::Type);
        assert!(
            error.message.starts_with(&format!("Invalid {argument}: ")),
            "{}",
            error.message
        );
    }
}
