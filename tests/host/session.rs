//! What `getSession()` tells, over `/jsonrpc`.

use odoo_client_wasm::session::{self, User};
use serde_json::{Value, json};

use crate::world::own_record;

fn info(record: Option<Value>) -> Value {
    session::info(User {
        uid: 2,
        database: "demo",
        username: "admin",
        context: None,
        record,
    })
}

#[test]
fn a_session_tells_who_is_logged_in_where_and_with_which_context() {
    assert_eq!(
        info(Some(own_record(2))),
        json!({
            "uid": 2,
            "session_id": "",
            "db": "demo",
            "username": "admin",
            "context": { "lang": "en_US", "tz": "Europe/Brussels", "uid": 2 },
            "partner_id": 3,
            "name": "Mitchell Admin",
        })
    );
}

#[test]
fn what_the_record_does_not_say_the_session_does_not_say() {
    let bare = json!({ "uid": 2, "session_id": "", "db": "demo", "username": "admin", "context": { "uid": 2 } });
    for record in [
        None,
        Some(json!({})),
        Some(json!(false)),
        Some(json!([])),
        Some(json!("text")),
    ] {
        assert_eq!(info(record.clone()), bare, "{record:?}");
    }
}

#[test]
fn a_partner_is_known_by_its_id_however_it_is_read() {
    for (partner, id) in [
        (json!([3, "Mitchell Admin"]), Some(3)),
        (json!([3]), Some(3)),
        (json!(3), Some(3)),
        (json!(false), None),
        (json!([]), None),
        (json!({ "id": 3 }), None),
    ] {
        let info = info(Some(json!({ "partner_id": partner })));
        assert_eq!(
            info.get("partner_id").and_then(Value::as_i64),
            id,
            "{partner}"
        );
    }
}

#[test]
fn a_time_zone_that_is_not_set_is_false_as_odoo_has_it() {
    let info = info(Some(json!({ "lang": "fr_FR", "tz": false, "name": "x" })));
    assert_eq!(
        info["context"],
        json!({ "lang": "fr_FR", "tz": false, "uid": 2 })
    );
}
