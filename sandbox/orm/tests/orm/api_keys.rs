//! API keys that programs make with a key, from 20.0 on.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::{Value, json};

use crate::series_20::user;
use crate::{call, call_as, fault};

#[test]
fn keys_make_keys_of_their_own_scope_until_there_are_ten() {
    let database = &mut Database::demo("demo", Flavour::V20);
    let keys = "res.users.apikeys";
    database.add_api_key(2, "first", None);
    let make = |key: &str, scope: Value| json!([key, scope, "made by a program", false]);
    let wrong = fault(
        database,
        keys,
        "generate",
        make("nope", json!("rpc")),
        json!({}),
    );
    assert_eq!(wrong.name, "odoo.exceptions.AccessDenied");
    let other = fault(
        database,
        keys,
        "generate",
        make("first", json!("other")),
        json!({}),
    );
    assert_eq!(other.name, "odoo.exceptions.AccessError");
    let made = call(
        database,
        keys,
        "generate",
        make("first", json!("rpc")),
        json!({}),
    );
    let made = made.as_str().unwrap_or_default().to_owned();
    assert_eq!(database.user_of_api_key(&made), Some(2));
    for _ in 0..8 {
        call(
            database,
            keys,
            "generate",
            make("first", json!("rpc")),
            json!({}),
        );
    }
    let tenth = fault(
        database,
        keys,
        "generate",
        make("first", json!("rpc")),
        json!({}),
    );
    assert_eq!(tenth.name, "odoo.exceptions.UserError");
    assert_eq!(
        call_as(2, database, keys, "revoke", json!([made]), json!({})),
        Ok(None)
    );
    assert_eq!(database.user_of_api_key(&made), None);
    call(
        database,
        keys,
        "generate",
        make("first", json!("rpc")),
        json!({}),
    );
}

#[test]
fn employees_make_keys_where_a_parameter_lets_them_and_for_ninety_days_at_most() {
    let database = &mut Database::demo("demo", Flavour::V20);
    database.set_now(Some(1_795_354_440));
    let demo = user(database, "demo");
    let keys = "res.users.apikeys";
    database.add_api_key(demo, "theirs", None);
    let make = |database: &mut Database, until: Value| {
        let args = json!(["theirs", "rpc", "made by a program", until]);
        let answer = call_as(demo, database, keys, "generate", args, json!({}));
        answer.map(|_| ()).map_err(|fault| fault.name)
    };
    let soon = json!("2026-12-24 00:00:00");
    assert_eq!(
        make(database, soon.clone()),
        Err("odoo.exceptions.AccessError".into())
    );
    let parameter = json!(["base.enable_programmatic_api_keys", true]);
    call(
        database,
        "ir.config_parameter",
        "set_bool",
        parameter,
        json!({}),
    );
    assert_eq!(make(database, soon), Ok(()));
    for until in [json!(false), json!("2027-12-24 00:00:00")] {
        assert_eq!(
            make(database, until),
            Err("odoo.exceptions.UserError".into())
        );
    }
}
