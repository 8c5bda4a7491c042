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
fn a_parameter_lets_everybody_make_keys_for_ninety_days_or_as_a_customer_for_one() {
    let database = &mut Database::demo("demo", Flavour::V20);
    database.set_now(Some(1_795_354_440));
    let demo = user(database, "demo");
    let portal = user(database, "portal");
    let keys = "res.users.apikeys";
    database.add_api_key(demo, "theirs", None);
    database.add_api_key(portal, "the customer's", None);
    let make = |database: &mut Database, uid: i64, until: &str| {
        let key = if uid == demo {
            "theirs"
        } else {
            "the customer's"
        };
        let until = if until.is_empty() {
            json!(false)
        } else {
            json!(until)
        };
        let args = json!([key, "rpc", "made by a program", until]);
        let answer = call_as(uid, database, keys, "generate", args, json!({}));
        answer.map(|_| ()).map_err(|fault| fault.name)
    };
    let (tonight, soon) = ("2026-11-22 23:00:00", "2026-12-24 00:00:00");
    let refused = |class: &str| Err(format!("odoo.exceptions.{class}"));
    assert_eq!(make(database, demo, soon), refused("AccessError"));
    let parameter = json!(["base.enable_programmatic_api_keys", true]);
    let kwargs = json!({});
    call(
        database,
        "ir.config_parameter",
        "set_bool",
        parameter,
        kwargs,
    );
    assert_eq!(make(database, demo, soon), Ok(()));
    for until in ["", "2027-12-24 00:00:00"] {
        assert_eq!(make(database, demo, until), refused("UserError"));
    }
    assert_eq!(make(database, portal, soon), refused("UserError"));
    assert_eq!(make(database, portal, tonight), Ok(()));
}
